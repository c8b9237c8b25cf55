//! The end of a month in a village shop, on a phone: the shelf counted in two goes, a difference explained and signed for by two, the
//! lot it is about looked at, what expires and what to ask for, the day signed off; and the book adds up.

use anyhow::{Context, Result, ensure};
use journeys::{Browser, DEMO_PASSWORD, Program, Walked, verify};

#[tokio::test]
async fn a_shelf_is_counted_by_two_at_the_end_of_the_month() -> Walked {
    let program = Program::demo()?;
    let browser = Browser::phone("month-end", &program).await?;
    let walked = month_end(&browser).await;
    browser.leave(walked).await?;

    let folder = program.stop()?;
    let verified = verify(folder.path())?;
    ensure!(verified.status.code() == Some(0), "verify: {}", String::from_utf8_lossy(&verified.stdout));
    Ok(())
}

async fn month_end(browser: &Browser) -> Walked {
    browser.sign_in("liuyun", DEMO_PASSWORD).await?;
    browser.follow("超市").await?;
    browser.follow("盘点").await?;
    browser.sees("还没有盘点过").await?;
    browser.step("01-none-yet").await?;
    browser.press("开始盘点").await?;
    let lots = lots(browser).await?;
    ensure!(lots.len() > 3, "the shelf of the demo holds more than three lots");
    // The first two now, the rest after lunch.
    for (field, book) in &lots[..2] {
        browser.fill(field, &book.to_string()).await?;
    }
    browser.press("先存着").await?;
    browser.sees("存好了，可以接着点").await?;
    browser.step("02-half-done").await?;
    browser.follow("盘点").await?;
    browser.follow("接着点").await?;
    browser.sees(&format!("架上 {} 批，点了 2 批", lots.len())).await?;
    // One piece of the last lot is missing.
    let (last, book) = lots.last().context("there are lots")?;
    for (field, book) in &lots[2..lots.len() - 1] {
        browser.fill(field, &book.to_string()).await?;
    }
    browser.fill(last, &(book - 1).to_string()).await?;
    browser.fill("witness", "马国强").await?;
    browser.sign().await?;
    browser.press("两个人都点完了，入账").await?;
    browser.sees("写一句为什么").await?;
    browser.step("03-explain").await?;
    browser.fill(&last.replace("count.", "why."), "搬货时压坏一件").await?;
    browser.press("两个人都点完了，入账").await?;
    browser.sees("盘点完了，账上和架上一样了").await?;
    browser.sees("搬货时压坏一件").await?;
    browser.step("04-signed").await?;
    ensure!(browser.text("[data-figure=stock-take-differing]").await? == "1", "one lot differs");

    let lot = browser
        .look("[...document.querySelectorAll('tr')].find(row => row.innerText.includes('搬货时压坏一件')).querySelector('a').pathname")
        .await?;
    browser.go(lot.as_str().context("the line links to its lot")?).await?;
    browser.sees("从哪来").await?;
    browser.sees("盘点少 1").await?;
    browser.step("05-lot").await?;

    browser.follow("携手").await?;
    browser.sees("上次盘点").await?;
    browser.follow("超市").await?;
    browser.follow("补货和到期").await?;
    browser.sees("每样够多久").await?;
    browser.step("06-supply").await?;
    browser.follow("翠屏村爱心公益超市").await?;
    browser.follow("今天的清单").await?;
    browser.fill("witness", "马国强").await?;
    browser.fill("paper", "日-0108").await?;
    browser.press("签字收摊").await?;
    browser.sees("今天收摊了").await?;
    browser.step("07-signed-off").await
}

/// Lots on the shelf: the field of each and what the book has.
async fn lots(browser: &Browser) -> Result<Vec<(String, i64)>> {
    let found = browser
        .look(
            "[...document.querySelectorAll('input[name^=\"count.\"]')].filter(input => !input.closest('details'))
             .map(input => [input.name, document.querySelector(`[name=\"${input.name.replace('count.', 'shown.')}\"]`).value])",
        )
        .await?;
    let rows: Vec<(String, String)> = serde_json::from_value(found)?;
    rows.into_iter().map(|(field, book)| Ok((field, book.parse()?))).collect()
}
