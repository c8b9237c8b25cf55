//! The counter in English: what the program says is English, only people, places and goods keep their names.

use anyhow::ensure;
use journeys::{Browser, DEMO_PASSWORD, Program, Walked, has_chinese};

/// What the program says itself; names of people, places and goods stand elsewhere.
const OWN_WORDS: &[&str] =
    &["nav a", "button", "a.btn", "thead th", "legend", "h2", "dt", ".hint", ".chip", ".flash", ".tabs a", ".sum", ".cat"];

/// Names among them: the shop heads its slip, goods are counted in their own unit.
const NAMES: &[&str] = &["翠屏村爱心公益超市", "份"];

#[tokio::test]
async fn the_counter_speaks_english() -> Walked {
    let program = Program::demo()?;
    let browser = Browser::desk("english", &program).await?;
    let walked = walk(&browser).await;
    browser.leave(walked).await
}

async fn walk(browser: &Browser) -> Walked {
    browser.sign_in("liuyun", DEMO_PASSWORD).await?;
    browser.sees("今天，").await?;
    browser.follow("English").await?;
    browser.sees("Today").await?;
    look(browser, "01-home").await?;
    browser.follow("Counter").await?;
    look(browser, "02-counter").await?;
    browser.fill("q", "cjf").await?;
    browser.press("Find").await?;
    look(browser, "03-found").await?;
    browser.follow("Household of 陈家福").await?;
    browser.press("大米 5 千克, one more").await?;
    browser.sees("1 kinds 1 pieces").await?;
    look(browser, "04-basket").await?;
    browser.press("Next: who collects").await?;
    look(browser, "05-who-collects").await?;
    browser.fill("paper", "D-0108").await?;
    browser.press("Confirm and hand over").await?;
    browser.sees("paper D-0108").await?;
    look(browser, "06-slip").await?;
    for (number, page) in [(7, "Today"), (8, "Households"), (9, "Shelf"), (10, "Shops")] {
        browser.follow(page).await?;
        look(browser, &format!("{number:02}-{}", page.to_lowercase())).await?;
    }
    Ok(())
}

/// A picture, and no Chinese words where the program speaks itself.
async fn look(browser: &Browser, name: &str) -> Walked {
    browser.step(name).await?;
    for css in OWN_WORDS {
        for said in browser.texts(css).await? {
            let own = NAMES.iter().fold(said.clone(), |said, name| said.replace(name, ""));
            ensure!(!has_chinese(&own), "on {} {css} says “{said}”", browser.path().await?);
        }
    }
    Ok(())
}
