//! A village's meeting without a mouse: the list opened, who came written down, a doubtful deed decided with the arrow keys, the others
//! passed together, a wrong decision taken back; then the sheet is hung out, and home says what is ready beside what still waits.

use journeys::{Browser, DEMO_PASSWORD, Program, Walked};
use thirtyfour::Key;

#[tokio::test]
async fn a_meeting_needs_no_mouse() -> Walked {
    let program = Program::demo()?;
    let desk = Browser::desk("keyboard", &program).await?;
    let walked = walk(&desk).await;
    desk.leave(walked).await
}

async fn walk(desk: &Browser) -> Walked {
    desk.go("/login").await?;
    desk.tab_to("账号").await?;
    desk.keys("zhangqin").await?;
    desk.tab_to("密码").await?;
    desk.keys(DEMO_PASSWORD).await?;
    desk.enter("登录").await?;
    desk.sees("等你办的事").await?;
    desk.enter("评议").await?;
    desk.sees("等着开会的").await?;
    desk.enter("开评议会").await?;
    desk.sees("谁到会了").await?;
    meet(desk).await?;
    desk.step("01-by-keyboard").await?;
    decide(desk).await?;
    go_on(desk).await
}

async fn meet(desk: &Browser) -> Walked {
    let names: Vec<String> = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午".chars().map(|word| format!("代表{word}")).collect();
    desk.tab_to("现场签到").await?;
    desk.keys(names.join("、").as_str()).await?;
    desk.enter("记下到会的人").await?;
    desk.sees("记下了，可以评议").await
}

/// The first doubtful one is not passed at first, by mistake; the arrow keys choose among the three decisions.
async fn decide(desk: &Browser) -> Walked {
    desk.tab_to("通过").await?;
    desk.keys(" ").await?;
    desk.keys(Key::Right + "").await?;
    desk.step("02-chosen").await?;
    desk.enter("条一起通过").await?;
    desk.sees("决定记下了").await?;
    desk.enter("看每一条").await?;
    desk.sees("没有通过").await?;
    desk.enter("撤回决定").await?;
    desk.sees("撤回了，这一条重新等评议").await?;
    desk.step("03-taken-back").await
}

/// What was passed goes on while the rest still waits for the meeting, and home says both.
async fn go_on(desk: &Browser) -> Walked {
    desk.fill("board", "村委会公示栏").await?;
    desk.press("贴出公示").await?;
    desk.sees("贴出来了，网上也能看了").await?;
    desk.go("/").await?;
    desk.sees("个评议会开到一半").await?;
    for _ in 0..2 {
        desk.press_like("过到公示期满").await?;
        desk.sees("演示：今天是").await?;
        desk.go("/").await?;
    }
    desk.sees("个评议会开到一半").await?;
    desk.sees("公示期满，可以入账").await?;
    desk.step("04-both").await
}
