//! Pages encrypted by the program itself.

mod common;

use std::path::Path;
use std::process::{Command, Output};

use common::{code, err, run, serve, text};

/// Asks as a browser would that was told to trust this certificate; prints status, cookie and address of the answer.
const ASK: &str = "
import http.client, ssl, sys
port, trusted = sys.argv[1:]
asked = http.client.HTTPSConnection('localhost', int(port), context=ssl.create_default_context(cafile=trusted))
asked.request('GET', '/setup')
answer = asked.getresponse()
print(answer.status, answer.getheader('set-cookie'))
";

fn asked(port: &str, trusted: &Path) -> Output {
    Command::new("python3").args(["-I", "-c", ASK, port, text(trusted)]).output().expect("python3 is there")
}

#[test]
fn pages_go_encrypted_with_a_certificate() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).expect("written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
    let data = folder.path().join("data");
    let arguments = ["serve", "--data", text(&data), "--listen", "0.0.0.0:0", "--tls-cert", text(&cert), "--tls-key", text(&key)];
    let serving = serve(&arguments);
    assert!(serving.1.starts_with("https://"), "{}", serving.1);
    let port = serving.1.rsplit(':').next().expect("a port");
    let output = asked(port, &cert);
    let answer = common::out(&output);
    assert!(answer.starts_with("200 __Host-visit="), "{answer}{}", err(&output));
    assert!(answer.contains("; Secure"), "{answer}");
}

#[test]
fn a_certificate_that_cannot_be_used_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let data = text(folder.path());
    let missing = folder.path().join("missing.pem");
    let output = run(&["serve", "--data", data, "--listen", ":0", "--tls-cert", text(&missing), "--tls-key", text(&missing)]);
    assert_eq!(code(&output), 3);
    assert!(err(&output).contains("missing.pem with the key"), "{}", err(&output));
    assert_eq!(code(&run(&["serve", "--data", data, "--tls-cert", text(&missing)])), 2, "the key is missing");
    std::fs::write(folder.path().join("xieshou.toml"), "tls_cert = \"cert.pem\"\n").expect("written");
    let output = run(&["serve", "--data", data, "--listen", ":0"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("belong together"), "{}", err(&output));
}
