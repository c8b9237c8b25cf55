//! The counter of an open day on a phone: found by initials, basket by thumb, signed on the glass, one slip, printed twice.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use journeys::{Browser, DEMO_PASSWORD, Program, Walked};

const BALANCE: &str = "[data-figure=\"household.balance\"]";
const CONFIRM: &str = "确认兑换，给他东西";

#[tokio::test]
async fn a_household_redeems_at_a_phone() -> Walked {
    let program = Program::demo()?;
    let browser = Browser::phone("phone", &program).await?;
    let walked = redeem(&browser).await;
    browser.leave(walked).await
}

async fn redeem(browser: &Browser) -> Walked {
    browser.step("01-sign-in").await?;
    browser.sign_in("liuyun", DEMO_PASSWORD).await?;
    browser.sees("今天，").await?;
    browser.step("02-home").await?;
    let before = slips_of_today(browser).await?;

    browser.follow("柜台").await?;
    browser.step("03-counter").await?;
    browser.fill("q", "cjf").await?;
    browser.press("找").await?;
    browser.follow("陈家福 户").await?;
    browser.step("04-household").await?;
    let balance = browser.text(BALANCE).await?;
    browser.press("大米 5 千克，加一件").await?;
    browser.press("毛巾 1 条，加一件").await?;
    browser.press("毛巾 1 条，加一件").await?;
    browser.press("毛巾 1 条，减一件").await?;
    browser.until("document.querySelector('[data-sum=points]').textContent === '38'").await?;
    browser.step("05-basket").await?;
    browser.press("下一步：谁来领").await?;
    browser.sees("来的人").await?;
    browser.sign().await?;
    browser.step("06-signed").await?;
    browser.press_twice(CONFIRM).await?;
    browser.sees("兑换好了").await?;
    browser.sees("大米 5 千克").await?;
    browser.until("document.querySelector('.sign img').naturalWidth > 0").await?;
    browser.step("07-slip").await?;
    let slip = browser.path().await?;

    again_from_the_history(browser, &slip).await?;
    ensure!(slips_of_today(browser).await? == before + 1, "a double click, going back and confirming again make one slip");
    browser.step("09-today").await?;
    browser.go(&slip).await?;
    print_twice(browser).await?;
    cancel(browser, &slip, &balance).await
}

/// A mistake is taken back on its day: the slip stays, stamped, and the points return.
async fn cancel(browser: &Browser, slip: &str, balance: &str) -> Walked {
    browser.go(slip).await?;
    browser.sees("打印过 2 次").await?;
    browser.fill("reason", "拿错了东西").await?;
    browser.press("撤销").await?;
    browser.sees("小票已撤销").await?;
    browser.sees("撤销：拿错了东西").await?;
    browser.step("10-cancelled").await?;
    browser.follow("下一户").await?;
    browser.fill("q", "cjf").await?;
    browser.press("找").await?;
    browser.follow("陈家福 户").await?;
    let now = browser.text(BALANCE).await?;
    ensure!(now == balance, "all points are back: {now}, before {balance}");
    Ok(())
}

/// Goes back to the form that was sent: what came of it stands there, and nothing can be confirmed twice.
async fn again_from_the_history(browser: &Browser, slip: &str) -> Walked {
    browser.back().await?;
    browser.sees("换后").await?;
    browser.step("08-back").await?;
    if browser.path().await? != slip {
        // The browser kept the page itself, as it was.
        browser.sign().await?;
        browser.press(CONFIRM).await?;
        browser.sees("兑换好了").await?;
    }
    ensure!(browser.path().await? == slip, "confirming again leads to {} instead of {slip}", browser.path().await?);
    Ok(())
}

/// How many slips the page of the day counts.
async fn slips_of_today(browser: &Browser) -> Result<u32> {
    browser.follow("携手").await?;
    browser.follow("柜台").await?;
    browser.follow("今天的单子").await?;
    Ok(browser.text("[data-figure=\"day.slips\"]").await?.trim().parse()?)
}

/// The first print is the slip; the second says that it is one more.
async fn print_twice(browser: &Browser) -> Walked {
    for (name, is_reprint) in [("slip.pdf", false), ("slip-again.pdf", true)] {
        let (path, kind) = browser.fetch_form("form[action$=\"/print\"]", name).await?;
        ensure!(kind == "application/pdf" && std::fs::read(&path)?.starts_with(b"%PDF"), "{name} is {kind}");
        let words = words_of(&path)?;
        ensure!(words.contains("陈家福"), "{name} says:\n{words}");
        ensure!(words.contains("补打") == is_reprint, "only the second print says 补打; {name} says:\n{words}");
    }
    Ok(())
}

fn words_of(pdf: &Path) -> Result<String> {
    let output = Command::new("pdftotext").arg(pdf).arg("-").output().context("pdftotext; install poppler-utils")?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
