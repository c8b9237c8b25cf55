//! A headless Chromium: opened in a size, sent to pages, asked what they show, closed with a word about what went wrong.

use std::env;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::pictures::forget_pictures;
use crate::program::Program;
use crate::{Walked, words};

/// How long a page may take to become what is waited for.
pub(crate) const WAIT: Duration = Duration::from_secs(20);
pub(crate) const LOOK_AGAIN: Duration = Duration::from_millis(30);

/// One browser window with its own cookies.
pub struct Browser {
    pub(crate) driver: WebDriver,
    /// Name of the journey; its pictures begin with it.
    pub(crate) journey: &'static str,
    address: String,
    pub(crate) width: u32,
    pub(crate) has_script: bool,
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
}

fn capabilities() -> Result<thirtyfour::ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    if Path::new("/usr/bin/chromium").exists() {
        capabilities.set_binary("/usr/bin/chromium")?;
    }
    for argument in
        ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    {
        capabilities.add_arg(argument)?;
    }
    // A browser of the place: it asks for Chinese pages.
    capabilities.add_arg("--lang=zh-CN")?;
    capabilities.add_arg("--accept-lang=zh-CN,zh")?;
    Ok(capabilities)
}
