//! Somebody objects on the public page with a phone; the clerk finds it right, changes it and hangs it out again for the full days;
//! then it is confirmed, and the household has what is right.

use anyhow::{Context as _, Result, ensure};
use journeys::{Browser, DEMO_PASSWORD, Program, Walked};

#[tokio::test]
async fn what_was_objected_to_hangs_again() -> Walked {
    let program = Program::demo()?;
    let desk = Browser::desk("objection-desk", &program).await?;
    let phone = Browser::phone("objection-phone", &program).await?;
    let walked = walk(&desk, &phone).await;
    let told = phone.leave(walked).await;
    desk.leave(told).await
}

async fn walk(desk: &Browser, phone: &Browser) -> Walked {
    let notice = notice_of_december(desk).await?;
    let receipt = object(phone, &notice).await?;
    answer(desk).await?;
    phone.go(&receipt).await?;
    phone.sees("改了，重新公示").await?;
    phone.sees("按比较清洁算").await?;
    phone.step("06-answer").await?;
    again(desk, phone).await
}

/// The clerk's list of notices leads to the address that everybody may open.
async fn notice_of_december(desk: &Browser) -> Result<String> {
    desk.sign_in("wanghong", DEMO_PASSWORD).await?;
    desk.follow("公示").await?;
    desk.follow("翠屏村 2019 年 12 月积分公示").await?;
    desk.sees("网上的地址").await?;
    desk.step("01-notice").await?;
    let inside = desk.path().await?;
    Ok(inside.replace("/c/", "/n/").replace("/notices/", "/"))
}

/// Without signing in and without a name; answers the receipt's address.
async fn object(phone: &Browser, notice: &str) -> Result<String> {
    phone.go(notice).await?;
    phone.sees("今天是最后一天").await?;
    phone.step("02-for-everybody").await?;
    phone.follow("我有意见").await?;
    phone.choose("line", "黄*强").await?;
    phone.press("交上去").await?;
    phone.sees("这里要填").await?;
    phone.step("03-nothing-said").await?;
    phone.fill("what", "他家月检那天院坝没有扫干净").await?;
    phone.press("交上去").await?;
    phone.sees("意见收到了").await?;
    phone.sees("最迟答复").await?;
    phone.step("04-receipt").await?;
    let receipt = phone.path().await?;
    phone.follow("回到公示").await?;
    phone.sees("有异议").await?;
    phone.step("05-waits").await?;
    Ok(receipt)
}

/// The clerk changes what was wrong, and answers.
async fn answer(desk: &Browser) -> Walked {
    desk.follow("公示").await?;
    desk.follow("意见和投诉").await?;
    desk.follow("他家月检那天院坝没有扫干净").await?;
    desk.sees("没有留名").await?;
    desk.step("07-objection").await?;
    let objection = desk.path().await?;
    let change = desk
        .look("[...document.querySelectorAll('li')].find(row => row.textContent.includes('月检：清洁')).querySelector('a').pathname")
        .await?;
    desk.go(change.as_str().context("where the clean home is changed")?).await?;
    desk.sees("改好再交").await?;
    desk.choose("rule", "月检：比较清洁").await?;
    desk.fill("why", "现场看过，院坝没有扫").await?;
    desk.step("08-change").await?;
    desk.press("改好，交上去").await?;
    desk.sees("有异议的重新公示").await?;
    desk.go(&objection).await?;
    desk.fill("reply", "现场看过，按比较清洁算，重新公示。").await?;
    desk.press("答复").await?;
    desk.sees("答复好了").await?;
    desk.step("09-answered").await
}

/// Put up again for the full days while the others are confirmed, and then confirmed too.
async fn again(desk: &Browser, phone: &Browser) -> Walked {
    desk.follow("评议").await?;
    desk.follow("翠屏村 · 2019 年 12 月").await?;
    desk.sees("1 条评议通过了，可以贴出公示").await?;
    desk.fill("board", "村委会公示栏").await?;
    desk.press("贴出公示").await?;
    desk.sees("贴出来了，网上也能看了").await?;
    desk.step("10-again").await?;
    let public = desk.path().await?.replace("/c/", "/n/").replace("/notices/", "/");
    phone.go(&public).await?;
    phone.sees("黄*强").await?;
    phone.sees("1 月 9 日 — 1 月 13 日").await?;
    phone.sees("还有 6 天").await?;
    let rows = phone.texts("tbody tr").await?;
    ensure!(rows.len() == 1, "only what changed hangs again: {rows:?}");
    phone.step("11-again-for-everybody").await?;

    desk.go("/").await?;
    desk.press_like("过到公示期满（1 月 9 日）").await?;
    desk.sees("今天，1 月 9 日").await?;
    desk.follow("评议").await?;
    desk.follow("翠屏村 · 2019 年 12 月").await?;
    desk.sees("可以入账了").await?;
    desk.step("12-the-others-go-on").await?;
    desk.press("确认入账").await?;
    desk.sees("入账了，各户存折上都有了").await?;
    confirm_the_rest(desk).await?;
    phone.go(&public).await?;
    phone.sees("这张榜已经撤下了").await
}

async fn confirm_the_rest(desk: &Browser) -> Walked {
    let roster = desk.path().await?;
    for _ in 0..6 {
        if desk.text(".strip").await?.contains("2020-01-14") {
            break;
        }
        desk.go("/").await?;
        desk.press_like("过到公示期满").await?;
        desk.sees("今天，").await?;
    }
    desk.go(&roster).await?;
    desk.sees("加 2 分，减 0 分").await?;
    desk.press("确认入账").await?;
    desk.sees("入账了，各户存折上都有了").await?;
    desk.step("13-confirmed").await
}
