//! What a person does on a page: types, chooses, presses, follows, signs; everything is found by its words.

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::{Browser, LOOK_AGAIN, WAIT};
use crate::{Walked, words};

impl Browser {
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

    /// Presses a button of which only a part of the words is known, such as the one with a day or a count on it.
    pub async fn press_like(&self, words: &str) -> Walked {
        let path = format!("//button[contains(normalize-space(.), {})]", words::quoted(words));
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

    /// Opens a number of the page by its figure's id.
    pub async fn press_number(&self, figure: &str) -> Walked {
        let number = By::Css(format!("a:has([data-figure=\"{figure}\"])"));
        Ok(self.shown(number, figure).await?.click().await?)
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
}
