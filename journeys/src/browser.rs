//! A headless Chromium that looks, types and clicks; what it looks at is kept as pictures in target/journeys.

use std::env;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::program::{Program, profile_folder};
use crate::{Walked, words};

/// How long a page may take to become what is waited for.
const WAIT: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(30);

/// One browser window with its own cookies.
pub struct Browser {
    driver: WebDriver,
    /// Name of the journey; its pictures begin with it.
    journey: &'static str,
    address: String,
    width: u32,
    has_script: bool,
}

impl Browser {
    /// A desk: 1280 × 800.
    pub async fn desk(journey: &'static str, program: &Program) -> Result<Browser> {
        Browser::open(journey, program, (1280, 800)).await
    }

    /// A phone: 390 × 844.
    pub async fn phone(journey: &'static str, program: &Program) -> Result<Browser> {
        Browser::open(journey, program, (390, 844)).await
    }

    async fn open(journey: &'static str, program: &Program, (width, height): (u32, u32)) -> Result<Browser> {
        let server = env::var("XIESHOU_TEST_CHROMEDRIVER")
            .context("XIESHOU_TEST_CHROMEDRIVER is not set: run ./test, or chromedriver --port=9515 and set it to http://127.0.0.1:9515")?;
        let driver = WebDriver::new(&server, capabilities()?).await.with_context(|| format!("chromedriver at {server}"))?;
        forget_pictures(journey)?;
        let browser = Browser { driver, journey, address: program.address.clone(), width, has_script: true };
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        browser.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await?;
        browser.go("/").await?;
        Ok(browser)
    }

    /// From here on no script of a page runs.
    pub async fn without_script(mut self) -> Result<Browser> {
        self.driver.cdp().send_raw("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
        self.has_script = false;
        self.driver.refresh().await?;
        Ok(self)
    }

    /// Ends the journey: closes the browser; what went wrong is told with the page it went wrong on.
    pub async fn leave(self, walked: Walked) -> Walked {
        let told = match walked {
            Ok(()) => Ok(()),
            Err(error) => {
                let (at, shown) = (self.path().await, self.text("body").await.unwrap_or_default());
                drop(self.screenshot("failed").await);
                Err(error.context(format!("at {}, which shows:\n{shown}\n", at.unwrap_or_default())))
            }
        };
        self.driver.quit().await?;
        told
    }

    /// To an address typed by hand.
    pub async fn go(&self, path: &str) -> Walked {
        Ok(self.driver.goto(format!("{}{path}", self.address)).await?)
    }

    /// Back, as the button of the browser does.
    pub async fn back(&self) -> Walked {
        Ok(self.driver.back().await?)
    }

    /// Path of the page.
    pub async fn path(&self) -> Result<String> {
        let address = self.driver.current_url().await?;
        Ok(address.path().to_owned())
    }

    /// The value of a script that looks at the page.
    pub async fn look(&self, script: &str) -> Result<Value> {
        let returned = self.driver.execute(format!("return {script}"), Vec::new()).await.with_context(|| script.to_owned())?;
        Ok(returned.json().clone())
    }

    /// Waits until a script says yes.
    pub async fn until(&self, script: &str) -> Walked {
        let began = Instant::now();
        loop {
            // While a page is being replaced there is nothing to look at.
            if self.look(script).await.is_ok_and(|value| value == Value::Bool(true)) {
                return Ok(());
            }
            ensure!(began.elapsed() < WAIT, "waited in vain for {script}");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until the page shows these words.
    pub async fn sees(&self, words: &str) -> Walked {
        let began = Instant::now();
        loop {
            let shown = self.text("body").await.unwrap_or_default();
            if words::plain(&shown).contains(&words::plain(words)) {
                return Ok(());
            }
            ensure!(began.elapsed() < WAIT, "the page never says “{words}”");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// What a part of the page says.
    pub async fn text(&self, css: &str) -> Result<String> {
        Ok(self.driver.find(By::Css(css)).await.with_context(|| css.to_owned())?.text().await?)
    }

    /// What all parts of this kind say.
    pub async fn texts(&self, css: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for element in self.driver.find_all(By::Css(css)).await? {
            texts.push(element.text().await?);
        }
        Ok(texts)
    }

    /// Types into a field, in place of what is there.
    pub async fn fill(&self, name: &str, value: &str) -> Walked {
        let field = self.shown(By::Css(format!("input[name=\"{name}\"], textarea[name=\"{name}\"]")), name).await?;
        if field.attr("type").await?.as_deref() == Some("date") {
            // A date is typed in the order of the machine's language; its value is set instead.
            let set = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))";
            self.driver.execute(set, vec![field.to_json()?, json!(value)]).await?;
            return Ok(());
        }
        field.clear().await?;
        field.send_keys(value).await?;
        Ok(())
    }

    /// Chooses from a list by what is read there.
    pub async fn choose(&self, name: &str, label: &str) -> Walked {
        let path = format!("//select[@name={}]/option[contains(normalize-space(.), {})]", words::quoted(name), words::quoted(label));
        let option = self.driver.find(By::XPath(path)).await.with_context(|| format!("“{label}” in the list {name}"))?;
        Ok(option.click().await?)
    }

    /// Ticks a box or a circle by its label.
    pub async fn tick(&self, label: &str) -> Walked {
        let path = format!("//label[contains(normalize-space(.), {})]", words::quoted(label));
        Ok(self.shown(By::XPath(path), label).await?.click().await?)
    }

    /// Presses a button by its words.
    pub async fn press(&self, words: &str) -> Walked {
        let quoted = words::quoted(words);
        let path = format!("//*[self::button or self::summary][normalize-space(.)={quoted} or @aria-label={quoted}]");
        Ok(self.shown(By::XPath(path), words).await?.click().await?)
    }

    /// Presses a button twice, faster than a page can answer.
    pub async fn press_twice(&self, words: &str) -> Walked {
        let path = format!("//button[normalize-space(.)={}]", words::quoted(words));
        let button = self.shown(By::XPath(path), words).await?;
        Ok(self.driver.action_chain().double_click_element(&button).perform().await?)
    }

    /// Follows a link by its words.
    pub async fn follow(&self, words: &str) -> Walked {
        let path = format!("//a[normalize-space(.)={}]", words::quoted(words));
        Ok(self.shown(By::XPath(path), words).await?.click().await?)
    }

    /// The first element of this kind that can be seen, in the middle of the window.
    async fn shown(&self, by: By, words: &str) -> Result<WebElement> {
        let began = Instant::now();
        loop {
            for element in self.driver.find_all(by.clone()).await? {
                if element.is_displayed().await.unwrap_or(false) {
                    element.scroll_into_view().await?;
                    return Ok(element);
                }
            }
            ensure!(began.elapsed() < WAIT, "there is no “{words}” to be seen");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Signs in the box with a pointer: two strokes.
    pub async fn sign(&self) -> Walked {
        let canvas = self.shown(By::Css("canvas[data-signature]"), "the box to sign in").await?;
        let chain = self.driver.action_chain().move_to_element_with_offset(&canvas, -80, -20).click_and_hold();
        let chain = chain.move_by_offset(60, 40).move_by_offset(40, -50).move_by_offset(30, 30).release();
        let chain = chain.move_to_element_with_offset(&canvas, -60, 25).click_and_hold().move_by_offset(120, -10).release();
        Ok(chain.perform().await?)
    }

    /// Signs in at the sign-in page.
    pub async fn sign_in(&self, name: &str, password: &str) -> Walked {
        self.fill("name", name).await?;
        self.fill("password", password).await?;
        self.press("登录").await
    }

    /// Signs out over the own page.
    pub async fn sign_out(&self) -> Walked {
        self.go("/me").await?;
        self.press("退出登录").await?;
        self.sees("密码").await
    }

    /// What every page must be: without missing texts, not wider than the window. Then a picture of it.
    pub async fn step(&self, name: &str) -> Walked {
        let source = self.driver.source().await?;
        ensure!(!source.contains('⟦'), "a text is missing on {}: {}", self.path().await?, words::around(&source, '⟦'));
        if self.has_script {
            let wide = self.look("document.documentElement.scrollWidth").await?.as_u64().unwrap_or(u64::MAX);
            ensure!(wide <= u64::from(self.width), "{} is {wide} pixels wide in a window of {}", self.path().await?, self.width);
        }
        self.screenshot(name).await
    }

    /// The window, and the whole page where it is longer.
    pub async fn screenshot(&self, name: &str) -> Walked {
        let folder = pictures()?;
        let path = |ending: &str| folder.join(format!("{}-{name}{ending}.png", self.journey));
        self.driver.screenshot(&path("")).await?;
        let size = self.driver.cdp().send_raw("Page.getLayoutMetrics", json!({})).await?;
        let (seen, whole) = (&size["cssVisualViewport"]["clientHeight"], &size["cssContentSize"]);
        if whole["height"].as_f64() > seen.as_f64() {
            let clip = json!({ "x": 0, "y": 0, "width": whole["width"], "height": whole["height"], "scale": 1 });
            let asked = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
            let taken = self.driver.cdp().send_raw("Page.captureScreenshot", asked).await?;
            words::keep_base64(&path("-whole"), taken["data"].as_str().unwrap_or_default())?;
        }
        Ok(())
    }

    /// Sends a form of the page on the side, with the cookies of this browser, and keeps what comes back in a file.
    pub async fn fetch_form(&self, form: &str, name: &str) -> Result<(PathBuf, String)> {
        let script = format!(
            "(async () => {{ const form = document.querySelector({}); \
               const answer = await fetch(form.action, {{ method: 'POST', body: new URLSearchParams(new FormData(form)) }}); \
               const bytes = new Uint8Array(await answer.arrayBuffer()); let text = ''; \
               for (const byte of bytes) text += String.fromCharCode(byte); \
               return [answer.headers.get('content-type'), btoa(text)]; }})()",
            json!(form)
        );
        let fetched = self.look(&script).await?;
        let (Some(kind), Some(data)) = (fetched[0].as_str(), fetched[1].as_str()) else { bail!("nothing came back: {fetched}") };
        let path = pictures()?.join(format!("{}-{name}", self.journey));
        words::keep_base64(&path, data)?;
        Ok((path, kind.to_owned()))
    }
}

fn capabilities() -> Result<thirtyfour::ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    if Path::new("/usr/bin/chromium").exists() {
        capabilities.set_binary("/usr/bin/chromium")?;
    }
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"] {
        capabilities.add_arg(argument)?;
    }
    // A browser of the place: it asks for Chinese pages.
    capabilities.add_arg("--lang=zh-CN")?;
    capabilities.add_arg("--accept-lang=zh-CN,zh")?;
    Ok(capabilities)
}

fn pictures() -> Result<PathBuf> {
    let folder = profile_folder()?.parent().context("a profile lies in a target folder")?.join("journeys");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Pictures of an earlier walk would mislead.
fn forget_pictures(journey: &str) -> Walked {
    for file in std::fs::read_dir(pictures()?)? {
        let file = file?;
        if file.file_name().to_string_lossy().starts_with(&format!("{journey}-")) {
            std::fs::remove_file(file.path())?;
        }
    }
    Ok(())
}
