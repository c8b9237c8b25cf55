//! From deed to point: a liaison records on a phone, the clerk checks, notes who came, passes, hangs the sheet out; when its days
//! are over somebody confirms, and the household's passbook says why there are points.

use anyhow::{Result, ensure};
use journeys::{Browser, DEMO_PASSWORD, Program, Walked};

const DEED: &str = "出工修路、清沟等集体劳动";

#[tokio::test]
async fn a_deed_becomes_points() -> Walked {
    let program = Program::demo()?;
    let phone = Browser::phone("deed-phone", &program).await?;
    let recorded = record(&phone).await;
    let deed = phone.path().await;
    phone.leave(recorded).await?;

    let desk = Browser::desk("deed-to-point", &program).await?;
    let walked = from_check_to_passbook(&desk, &deed?).await;
    desk.leave(walked).await
}

/// The liaison at 390 pixels: found by initials, recorded, handed in.
async fn record(phone: &Browser) -> Walked {
    phone.sign_in("chenzu", DEMO_PASSWORD).await?;
    phone.sees("等你办的事").await?;
    phone.step("01-home-of-the-liaison").await?;
    phone.follow("记好事").await?;
    phone.fill("q", "cjf").await?;
    phone.press("找").await?;
    phone.follow("陈家福 户").await?;
    phone.sees("记一件好事").await?;
    phone.choose("rule", DEED).await?;
    phone.fill("done-on", "2020-01-08").await?;
    phone.fill("place", "二组水沟").await?;
    phone.step("02-what-was-done").await?;
    phone.press("记下，交上去").await?;
    phone.sees("等另一个人核实").await?;
    phone.step("03-handed-in").await
}

async fn from_check_to_passbook(desk: &Browser, deed: &str) -> Walked {
    desk.sign_in("wanghong", DEMO_PASSWORD).await?;
    desk.sees("条好事等核实").await?;
    desk.step("04-home-of-the-clerk").await?;
    desk.go(deed).await?;
    desk.press("核实，是这样").await?;
    desk.sees("已核实").await?;
    desk.step("05-checked").await?;
    let roster = meet(desk).await?;
    hang_out(desk).await?;
    wait(desk, "2020-01-14").await?;
    confirm(desk, &roster).await?;
    read_why(desk).await
}

/// The meeting: too few are refused with the names kept, enough are noted; the doubtful ones one by one, all others together.
async fn meet(desk: &Browser) -> Result<String> {
    desk.follow("评议").await?;
    desk.press("开评议会").await?;
    desk.sees("谁到会了").await?;
    desk.fill("names-site", "代表一、代表二").await?;
    desk.press("记下到会的人").await?;
    desk.sees("到会 2 人，至少要 16 人").await?;
    desk.step("06-too-few").await?;
    let names: Vec<String> = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午".chars().map(|word| format!("代表{word}")).collect();
    desk.fill("names-site", &names.join("、")).await?;
    desk.press("记下到会的人").await?;
    desk.sees("记下了，可以评议").await?;
    desk.step("07-who-came").await?;
    let roster = desk.path().await?;
    while !desk.texts(".seg").await?.is_empty() {
        desk.tick("通过").await?;
        desk.press("只记下上面的决定").await?;
        desk.sees("决定记下了").await?;
    }
    desk.press_like("条一起通过").await?;
    desk.sees("可以贴出公示").await?;
    desk.step("08-decided").await?;
    Ok(roster)
}

async fn hang_out(desk: &Browser) -> Walked {
    desk.fill("board", "村委会公示栏").await?;
    desk.press("贴出公示").await?;
    desk.sees("贴出来了，网上也能看了").await?;
    desk.step("09-on-notice").await?;
    let inside = desk.path().await?;
    let public = inside.replace("/c/", "/n/").replace("/notices/", "/");
    desk.go(&public).await?;
    desk.sees("陈*福").await?;
    desk.step("10-for-everybody").await?;
    let shown = desk.text("main").await?;
    ensure!(!shown.contains("陈家福"), "the full name is on the public page: {shown}");
    Ok(())
}

/// The demo's clock, moved by the button in its bar until this day.
async fn wait(desk: &Browser, day: &str) -> Walked {
    for _ in 0..6 {
        if desk.text(".strip").await?.contains(day) {
            return Ok(());
        }
        desk.go("/").await?;
        desk.press_like("过到公示期满").await?;
        desk.sees("今天，").await?;
    }
    anyhow::bail!("the bar never says {day}: {}", desk.text(".strip").await?)
}

async fn confirm(desk: &Browser, roster: &str) -> Walked {
    desk.step("11-days-are-over").await?;
    desk.go(roster).await?;
    desk.sees("可以入账了").await?;
    desk.step("12-to-confirm").await?;
    desk.press_twice("确认入账").await?;
    desk.sees("入账了，各户存折上都有了").await?;
    desk.step("13-confirmed").await
}

async fn read_why(desk: &Browser) -> Walked {
    desk.follow("农户").await?;
    desk.fill("q", "cjf").await?;
    desk.press("找").await?;
    desk.follow("陈家福 户").await?;
    desk.follow("积分").await?;
    desk.sees(DEED).await?;
    desk.step("14-passbook").await?;
    let shown = desk.text("main").await?;
    ensure!(shown.matches(DEED).count() >= 1 && shown.contains("2020-01-14"), "the passbook says why and when: {shown}");
    Ok(())
}
