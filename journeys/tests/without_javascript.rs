//! The same redemption in a browser that runs no scripts: every step is a form, the signature is on paper.

use anyhow::ensure;
use journeys::{Browser, DEMO_PASSWORD, Program, Walked};

#[tokio::test]
async fn a_household_redeems_without_a_script() -> Walked {
    let program = Program::demo()?;
    let browser = Browser::phone("no-script", &program).await?.without_script().await?;
    let walked = redeem(&browser).await;
    browser.leave(walked).await
}

async fn redeem(browser: &Browser) -> Walked {
    browser.sign_in("liuyun", DEMO_PASSWORD).await?;
    browser.follow("柜台").await?;
    browser.fill("q", "cjf").await?;
    browser.press("找").await?;
    browser.follow("陈家福 户").await?;
    browser.press("大米 5 千克，加一件").await?;
    browser.sees("1 样 1 件 · 30 分").await?;
    browser.press("毛巾 1 条，加一件").await?;
    browser.sees("2 样 2 件 · 38 分").await?;
    browser.press("毛巾 1 条，减一件").await?;
    browser.sees("1 样 1 件 · 30 分").await?;
    browser.step("01-basket").await?;
    browser.press("下一步：谁来领").await?;
    browser.sees("来的人").await?;
    ensure!(browser.texts("canvas").await?.iter().all(String::is_empty), "the box to sign in needs a script, so it is hidden");
    browser.press("确认兑换，给他东西").await?;
    browser.sees("还没有签字").await?;
    browser.step("02-signature-missing").await?;
    browser.fill("paper", "兑-0108").await?;
    browser.press("确认兑换，给他东西").await?;
    browser.sees("兑换好了").await?;
    browser.sees("纸单 兑-0108").await?;
    browser.step("03-slip").await
}
