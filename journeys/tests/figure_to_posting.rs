//! From the county's number by links alone to its rows, a slip, the signature on it, its posting and the line that proves it.

use anyhow::ensure;
use journeys::{Browser, DEMO_PASSWORD, Program, Walked, ask};

#[tokio::test]
async fn a_number_opens_down_to_its_proof() -> Walked {
    let program = Program::demo()?;
    let browser = Browser::desk("figure", &program).await?;
    let walked = walk(&browser, &program).await;
    browser.leave(walked).await
}

async fn walk(browser: &Browser, program: &Program) -> Walked {
    browser.sign_in("gaomin", DEMO_PASSWORD).await?;
    browser.follow("大关县").await?;
    browser.sees("大关县 爱心公益超市").await?;
    browser.step("01-county").await?;
    browser.press_number("household-times").await?;
    browser.sees("期间内的兑换小票张数").await?;
    browser.step("02-rows").await?;
    let slip = browser.text("tbody tr th a").await?;
    browser.follow(&slip).await?;
    browser.sees("换后").await?;
    browser.step("03-slip").await?;
    let signed =
        browser.look("!!document.querySelector('.sign img') || document.querySelector('.sign').textContent.includes('纸')").await?;
    ensure!(signed == true, "the slip shows how it was signed for");
    let posting = browser.text("article.slip a[href*='/postings/']").await?;
    browser.follow(&posting).await?;
    browser.sees("怎么查它没有被改过").await?;
    browser.step("04-posting").await?;
    let line = browser.text("[data-verify]").await?;
    let arguments: Vec<&str> = line.trim().split(' ').skip(1).collect();
    let verified = ask(program.folder(), &arguments)?;
    ensure!(verified.status.success(), "{line} fails: {}", String::from_utf8_lossy(&verified.stderr));
    Ok(())
}
