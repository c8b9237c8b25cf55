//! A villager points a phone at the card: balance and lines without signing in, no name in full, and a rest after too many looks.

use anyhow::{Context as _, Result, bail, ensure};
use basics::Id;
use journeys::{Browser, DEMO_PASSWORD, Program, Walked};

/// Reads status and headers of a page as the phone got it, without showing it again.
const HEADERS: &str = "fetch(location.href).then(a => [a.status, a.headers.get('x-robots-tag'), a.headers.get('referrer-policy'), a.headers.get('cache-control')].join('|'))";

/// Opens the page so many times, and answers the last status with what it says about coming back.
const MANY: &str = "Promise.all(Array.from({ length: 90 }, () => fetch(location.href).then(a => a.status + ' ' + a.headers.get('retry-after')))).then(all => all.filter(one => one.startsWith('429')).pop() || 'never')";

#[tokio::test]
async fn a_villager_reads_the_own_points_with_a_phone() -> Walked {
    let program = Program::demo()?;
    let browser = Browser::phone("qr-page", &program).await?;
    let walked = read(&browser).await;
    browser.leave(walked).await
}

async fn read(browser: &Browser) -> Walked {
    browser.sign_in("wanghong", DEMO_PASSWORD).await?;
    browser.follow("农户").await?;
    browser.fill("q", "cjf").await?;
    browser.press("找").await?;
    browser.follow("陈家福 户").await?;
    browser.sees("记一件好事").await?;
    let household = browser.path().await?;
    browser.sign_out().await?;

    browser.go(&format!("/q/530624/{}", secret_of(&household)?)).await?;
    browser.sees("陈*福 户的积分").await?;
    browser.sees("现在有").await?;
    let shown = browser.text("body").await?;
    for told in ["陈家福", "大米", "食盐", "毛巾", "刘云", "530624-"] {
        ensure!(!shown.contains(told), "{told} is on the page: {shown}");
    }
    browser.step("01-balance").await?;
    let headers = browser.look(HEADERS).await?;
    ensure!(headers == "200|noindex, nofollow|no-referrer|no-store", "headers: {headers}");
    let refused = browser.look(MANY).await?;
    ensure!(refused.as_str().is_some_and(|told| told.starts_with("429 ") && !told.ends_with("null")), "after many looks: {refused}");
    rests(browser).await?;
    browser.step("02-too-often").await
}

/// Opens the page until it rests; a busy machine gives it time to be opened once more in between.
async fn rests(browser: &Browser) -> Walked {
    for _ in 0..10 {
        browser.look(MANY).await?;
        browser.look("location.reload()").await?;
        browser.until("document.readyState === 'complete' && !!document.querySelector('main')").await?;
        if browser.text("main").await?.contains("刚才打开得太多了") {
            return Ok(());
        }
    }
    bail!("however often it is opened, the page never rests")
}

/// The demo draws the secret of a household's card from the household's id, so that its cards can be printed again.
fn secret_of(page: &str) -> Result<String> {
    let id: Id = page.rsplit('/').next().and_then(|id| id.parse().ok()).with_context(|| format!("no household is at {page}"))?;
    Ok(hex::encode(basics::sha256(&[b"demo card secret", id.as_bytes()]))[..32].to_owned())
}
