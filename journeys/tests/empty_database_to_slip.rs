//! A county's first day at the desk: from an empty folder to the first slip, and the proof that the books add up.

use anyhow::{Result, ensure};
use journeys::{Browser, Program, Walked, verify};

/// Chosen by everybody at the first sign-in; a login within it would be refused.
const PASSWORD: &str = "qing-shan-lv-shui";
const SHOP: &str = "翠屏村爱心公益超市";

#[tokio::test]
async fn from_an_empty_folder_to_the_first_slip() -> Walked {
    let program = Program::serve()?;
    let browser = Browser::desk("first-day", &program).await?;
    let walked = first_day(&browser, &program).await;
    browser.leave(walked).await?;

    let folder = program.stop()?;
    let verified = verify(folder.path())?;
    let said = String::from_utf8_lossy(&verified.stdout);
    ensure!(verified.status.code() == Some(0), "verify ended with {}: {said}", verified.status);
    Ok(())
}

async fn first_day(browser: &Browser, program: &Program) -> Walked {
    set_up(browser, &program.setup_code).await?;
    let officer = make_login(browser, "高敏", "gaomin", "县级经办人", "大关县").await?;
    browser.sign_out().await?;
    first_sign_in(browser, "gaomin", &officer).await?;
    open_shop(browser).await?;
    browser.follow("账号").await?;
    let manager = make_login(browser, "刘云", "liuyun", "超市管理员", SHOP).await?;
    browser.follow("账号").await?;
    make_login(browser, "马国强", "maguoqiang", "超市监督员", SHOP).await?;
    enter_household(browser).await?;
    make_card(browser).await?;
    browser.sign_out().await?;

    first_sign_in(browser, "liuyun", &manager).await?;
    fill_shelf(browser).await?;
    browser.sign_out().await?;

    browser.sign_in("gaomin", PASSWORD).await?;
    give_funds(browser).await?;
    bring_points(browser).await?;
    browser.sign_out().await?;

    browser.sign_in("liuyun", PASSWORD).await?;
    redeem(browser).await
}

/// The code from the terminal, the first administrator, the book of the county; then the steps.
async fn set_up(browser: &Browser, code: &str) -> Walked {
    browser.sees("开办携手").await?;
    browser.step("01-set-up").await?;
    browser.fill("code", code).await?;
    browser.fill("display", "孙平").await?;
    browser.fill("name", "sunping").await?;
    browser.fill("password-new", PASSWORD).await?;
    browser.fill("password-again", PASSWORD).await?;
    browser.tick("大关县").await?;
    browser.press("建管理员，打开账本").await?;
    browser.sees("已经开办。").await?;
    browser.step("02-sign-in").await?;
    browser.sign_in("sunping", PASSWORD).await?;
    browser.sees("开办还差").await?;
    browser.step("03-home-of-the-administrator").await?;
    browser.follow("全部步骤").await?;
    browser.sees("从零到第一次兑换").await?;
    browser.step("04-checklist").await?;
    browser.follow("现在去办").await
}

/// On the page of logins: makes one and answers its first password.
async fn make_login(browser: &Browser, display: &str, name: &str, role: &str, place: &str) -> Result<String> {
    browser.follow("新建账号").await?;
    browser.fill("display", display).await?;
    browser.fill("name", name).await?;
    browser.choose("role", role).await?;
    browser.choose("place", place).await?;
    browser.step(&format!("05-login-of-{name}")).await?;
    browser.press("建账号").await?;
    browser.sees("账号建好了").await?;
    browser.step(&format!("06-password-of-{name}")).await?;
    let password = browser.text("#made-password").await?;
    browser.follow("回到账号").await?;
    browser.sees(role).await?;
    Ok(password)
}

/// The first password has to be changed before anything else.
async fn first_sign_in(browser: &Browser, name: &str, password: &str) -> Walked {
    browser.sign_in(name, password).await?;
    browser.sees("请先换成只有你知道的").await?;
    browser.step(&format!("07-first-sign-in-of-{name}")).await?;
    browser.go("/").await?;
    browser.sees("请先换成只有你知道的").await?;
    browser.fill("password", password).await?;
    browser.fill("password-new", PASSWORD).await?;
    browser.fill("password-again", PASSWORD).await?;
    browser.press("换成新密码").await?;
    browser.sees("密码已经换好").await?;
    browser.follow("携手").await?;
    browser.sees("今天，").await?;
    browser.step(&format!("08-home-of-{name}")).await
}

async fn open_shop(browser: &Browser) -> Walked {
    browser.follow("超市").await?;
    browser.sees("还没有超市").await?;
    browser.step("09-no-shop-yet").await?;
    browser.follow("开办一家超市").await?;
    browser.fill("name", SHOP).await?;
    browser.choose("village", "翠屏村").await?;
    browser.fill("phone", "0870-5620123").await?;
    browser.press("翠华镇，12 个村").await?;
    browser.tick("翠屏村").await?;
    browser.step("10-new-shop").await?;
    browser.press("开办这家超市").await?;
    browser.sees("超市开办好了").await?;
    browser.step("11-shop").await
}

async fn enter_household(browser: &Browser) -> Walked {
    browser.follow("农户").await?;
    browser.sees("你负责的范围里有 0 户").await?;
    browser.follow("录入农户").await?;
    browser.choose("village", "翠屏村").await?;
    browser.fill("group", "二").await?;
    browser.tick("建档立卡户").await?;
    browser.fill("name.0", "陈家福").await?;
    browser.fill("phone.0", "13987000001").await?;
    browser.fill("name.1", "李秀英").await?;
    browser.choose("relation.1", "配偶").await?;
    browser.step("12-household-form").await?;
    browser.press("录入这一户").await?;
    browser.sees("这一户录入好了").await?;
    browser.step("13-household").await
}

async fn make_card(browser: &Browser) -> Walked {
    browser.follow("积分").await?;
    browser.sees("陈家福 户的积分").await?;
    browser.step("14-points-none").await?;
    browser.follow("发一张卡").await?;
    browser.press("发一张卡").await?;
    browser.sees("卡发好了").await?;
    browser.step("15-card").await
}

/// The manager lists two kinds of goods and counts the first delivery together with the supervisor, who signed on paper.
async fn fill_shelf(browser: &Browser) -> Walked {
    browser.follow("货架").await?;
    browser.sees("还没有货").await?;
    for (name, spec, unit, category, price) in [("大米", "5 千克", "袋", "米面粮油", "30"), ("毛巾", "", "条", "日用", "7.5")]
    {
        browser.follow("加一样货").await?;
        browser.fill("name", name).await?;
        browser.fill("spec", spec).await?;
        browser.fill("piece_unit", unit).await?;
        browser.choose("category", category).await?;
        browser.fill("price", price).await?;
        browser.fill("minimum", "5").await?;
        browser.step(&format!("16-goods-{unit}")).await?;
        browser.press("加上这样货").await?;
        browser.sees("加好了").await?;
        browser.follow("货架").await?;
    }
    browser.step("17-shelf-empty").await?;
    browser.follow("清点进货").await?;
    browser.tick("捐的、拨的").await?;
    browser.fill("source", "中山市东凤镇").await?;
    browser.choose("goods.0", "大米").await?;
    browser.fill("quantity.0", "40").await?;
    browser.fill("cost.0", "28.50").await?;
    browser.fill("expires.0", "2099-12-31").await?;
    browser.choose("goods.1", "毛巾").await?;
    browser.fill("quantity.1", "20").await?;
    browser.fill("cost.1", "7").await?;
    browser.fill("witness", "马国强").await?;
    browser.fill("paper", "交接单-001").await?;
    browser.step("18-receipt-form").await?;
    browser.press("点完了，上架").await?;
    browser.sees("货上架了").await?;
    ensure!(browser.text("[data-figure=receipt-value]").await?.contains("1,280.00"), "40 × 28.50 + 20 × 7 = 1,280 yuan");
    browser.step("19-receipt").await
}

/// Money and what it backs: points for the shop to give out.
async fn give_funds(browser: &Browser) -> Walked {
    browser.follow("超市").await?;
    browser.follow(SHOP).await?;
    browser.follow("资金和积分").await?;
    browser.step("20-funds-none").await?;
    browser.fill("source", "中山市东凤镇").await?;
    browser.fill("amount", "2000").await?;
    browser.press("记下这笔钱").await?;
    browser.sees("这笔钱记下了").await?;
    browser.fill("points", "3000").await?;
    browser.fill("reason", "一季度积分").await?;
    browser.press("拨给超市").await?;
    browser.sees("积分拨好了").await?;
    browser.step("21-funds").await
}

/// The points of the paper passbook, which the household's head signed for.
async fn bring_points(browser: &Browser) -> Walked {
    browser.follow("农户").await?;
    browser.fill("q", "cjf").await?;
    browser.press("找").await?;
    browser.follow("陈家福 户").await?;
    browser.follow("积分").await?;
    browser.follow("记上存折带来的积分").await?;
    browser.fill("points", "77.5").await?;
    browser.fill("reason", "纸质存折第 3 页结余").await?;
    browser.fill("signer", "陈家福").await?;
    browser.fill("paper", "存折-0001").await?;
    browser.step("22-opening-balance-form").await?;
    browser.press("记上这些积分").await?;
    browser.sees("积分记上了").await?;
    ensure!(browser.text("[data-figure=\"household.balance\"]").await?.starts_with("77.5"), "the passbook says 77.5");
    browser.step("23-points").await
}

async fn redeem(browser: &Browser) -> Walked {
    browser.follow("柜台").await?;
    browser.step("24-counter").await?;
    browser.fill("q", "cjf").await?;
    browser.press("找").await?;
    browser.sees("77.5").await?;
    browser.step("25-found").await?;
    browser.follow("陈家福 户").await?;
    browser.press("大米 5 千克，加一件").await?;
    browser.press("毛巾，加一件").await?;
    browser.press("毛巾，加一件").await?;
    browser.until("document.querySelector('[data-sum=points]').textContent === '45'").await?;
    browser.step("26-basket").await?;
    browser.press("下一步：谁来领").await?;
    browser.tick("李秀英").await?;
    browser.fill("paper", "兑-0001").await?;
    browser.step("27-who-collects").await?;
    browser.press("确认兑换，给他东西").await?;
    browser.sees("兑换好了").await?;
    browser.sees("换前 77.5 分").await?;
    browser.sees("换后 32.5 分").await?;
    browser.sees("李秀英 · 配偶").await?;
    browser.step("28-slip").await?;
    browser.follow("携手").await?;
    browser.step("29-home-of-the-manager").await
}
