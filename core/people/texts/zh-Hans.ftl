# 登录、权限、角色
nav-today = 今天
nav-logins = 账号

role-group-liaison = 村组联络员
role-village-clerk = 村文书
role-village-supervisor = 村务监督员
role-township-reviewer = 乡镇审核员
role-county-officer = 县级经办人
role-auditor = 审计
role-administrator = 系统管理员

permission-manage-logins = 管理账号：县级经办人、乡镇审核员和系统管理员可以。

login-title = 登录
login-name = 账号
login-password = 密码
login-button = 登录
login-wrong = 账号或密码不对。
login-wait = 试错太多次了，请等 { $seconds } 秒再试，或请乡镇管理员解除等待。
login-kept = 登录已经结束。刚才填的内容替你留着（一小时内），登录后可以接着提交。
login-lost = 登录早就过期了，刚才填的没有保存，也没有留住。登录后请重新填一次；退回上一页也许还看得到。

me-title = 我的账号
me-roles = 我的角色
me-no-role = 还没有角色，请找乡镇或县里的管理员。
me-sessions = 登录着的设备
me-this-one = 就是这台
me-seen = 最近使用 { $when }
me-end = 让它退出
me-change-password = 改密码
me-sign-out = 退出登录
done-session-ended = 那台设备已经退出。

password-title = 改密码
password-must = 这个密码是别人设的，请先换成只有你知道的。
password-password = 现在的密码
password-password-new = 新密码
password-password-new-hint = 至少 8 个字符，不要用账号名或连着的数字。
password-password-again = 新密码再写一遍
password-button = 换成新密码
password-short = 密码至少要 8 个字符。
password-long = 密码最多 128 个字符。
password-guessable = 这个密码太好猜，请换一个。
password-differs = 两次写的新密码不一样。
password-wrong = 现在的密码不对。
done-password-changed = 密码已经换好，其他设备都已退出。

kept-title = 接着刚才的
kept-explain = 登录结束前你正在提交这些内容，还没有保存：
kept-others = 还有 { $n } 项没有列出来，会照原样提交。
kept-yes = 是
kept-send = 接着提交
kept-forget = 不要了
kept-no-files = 照片没有留下，请提交后重新选。

logins-title = { $county }的账号
logins-new = 新建账号
logins-empty = 还没有账号。先给超市管理员和监督员各建一个。
logins-disabled = 已停用
logins-waiting = 正在等待

login-new-title = 新建账号
login-new-name = 账号
login-new-name-hint = 2 到 32 个字：字母、数字、汉字、点或短横。
login-new-display = 姓名
login-new-role = 角色
login-new-place = 负责的地方
login-new-until = 到哪天为止
login-until-past = 这一天已经过去了，请写今天或以后的日子；马上停就不用给这个角色。
login-new-until-hint = 不写就一直有效。例如 2020-12-31。
login-new-button = 建账号
login-name-odd = 账号只能用字母、数字、汉字、点和短横，2 到 32 个字。
login-name-taken = 这个账号已经有人用了，请换一个。
login-place-refused = 这个角色不能给在这个地方，或者它不在你负责的范围里。
login-three-people = 同一家超市的管理员、监督员、审核员必须是三个不同的人。
login-not-oneself = 不能停用自己的账号。

login-made-title = 账号建好了
login-made-explain = 请把账号和密码当面交给本人，第一次登录要换密码。密码只在这里显示一次。
login-made-next = 回到账号

login-grants = 角色
login-until = 到 { $date } 为止
login-ended = 已结束
login-end-grant = 结束这个角色
login-give-title = 再给一个角色
login-give-button = 给这个角色
login-waiting-note = 因为试错太多次，这个账号有人正在等待。
login-lift = 解除等待
login-set-password = 重设密码
login-disable = 停用账号
login-enable = 重新启用
done-role-given = 角色给好了。
done-role-ended = 角色已结束。
done-wait-lifted = 等待已解除，现在就可以再试。
done-login-shut = 账号已停用。
done-login-opened = 账号已重新启用。

checklist-logins = 给县级经办人建账号
checklist-logins-hint = 乡镇和超市的账号由县级经办人来建。

setting-people-session-hours = 多少小时不用就要重新登录

reminder-seen = 知道了
reminders-label = 提醒
