# 开办与首页
setup-title = 开办携手
setup-explain = 这里还什么都没有。先建第一个管理员，打开各县的账本；后面的步骤会一步一步列出来。
setup-code = 开机码
setup-code-hint = 在启动程序的终端窗口里，“setup code”那一行，8 个数字。
setup-code-wrong = 和终端窗口里的开机码不一样。
setup-code-renewed = 错的次数太多，终端窗口里已换了新的开机码。
setup-display = 姓名
setup-name = 账号
setup-name-hint = 登录时输入的名字，2 到 32 个字：字母、数字、汉字、点或短横。
setup-password-new = 密码
setup-password-new-hint = 至少 8 个字符；不要用账号，不要用连续的数字。
setup-password-again = 再输一遍密码
setup-book = 打开哪些账本
setup-book-hint = 一个县一本账。勾选在这台机器上记的；第一本是你自己的。
setup-book-needed = 至少选一本账。
setup-button = 建管理员，打开账本
done-set-up = 已经开办。请用刚才建的账号登录。

checklist-title = 从零到第一次兑换
checklist-no-book = 没有由你开办的账本，请找管理员。
checklist-left = 还差 { $count } 步。可以今天办一半，明天接着办。
checklist-complete = 每一步都办好了。
checklist-done = 已办
checklist-now = 现在办
checklist-later = 以后办
checklist-go = 现在去办

home-title = 今天，{ $day }
home-todos = 等你办的事
home-empty = 现在没有等你办的事。你管的事都在上面的栏目里。
home-empty-setup = 还没有等你办的事。先办上面开办的下一步。
home-setting-up = { $book }：开办还差 { $count } 步。
home-next-step = 下一步：{ $step }。
home-all-steps = 全部步骤
home-figures = 数字
