//! Who asks, when a proxy stands in front: X-Forwarded-For, believed of listed proxies only.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

/// Puts the address of who asks in the place of a listed proxy's own.
pub async fn believed(State(trusted): State<Arc<Vec<IpAddr>>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
    if let Some(peer) = peer
        && let Some(asker) = asker(&trusted, peer.ip(), request.headers())
    {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(asker, 0)));
    }
    next.run(request).await
}

/// Each proxy writes at the end, so the last address that is not a listed proxy is the one a listed proxy saw.
fn asker(trusted: &[IpAddr], peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
    let listed = |address: &IpAddr| trusted.contains(&address.to_canonical());
    if !listed(&peer) {
        return None;
    }
    let written = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = written.flat_map(|value| value.split(',')).map(str::trim).collect();
    hops.into_iter().rev().map_while(|hop| hop.parse().ok()).find(|hop| !listed(hop))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_listed_proxy_is_believed() {
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let trusted = [address("127.0.0.1"), address("10.0.0.2")];
        let cases = [
            // peer, X-Forwarded-For, who asks
            ("127.0.0.1", "203.0.113.9", Some("203.0.113.9")),
            ("127.0.0.1", "198.51.100.1, 203.0.113.9", Some("203.0.113.9")),
            ("127.0.0.1", "203.0.113.9, 10.0.0.2", Some("203.0.113.9")),
            ("203.0.113.9", "198.51.100.1", None),
            ("127.0.0.1", "198.51.100.1, nonsense", None),
            ("127.0.0.1", "", None),
        ];
        for (peer, written, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", written.parse().expect("a header"));
            assert_eq!(asker(&trusted, address(peer), &headers), expected.map(address), "{peer} {written}");
        }
    }
}
