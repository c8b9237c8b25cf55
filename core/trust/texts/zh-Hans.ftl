# 评议、公示、异议
nav-notices = 公示
permission-see-rosters = 看评议和公示：联络员、村里、乡镇、县里和审计人员可以。
permission-enter-objections = 代村民登记意见：联络员、村里和乡镇可以。
permission-answer-objections = 答复意见：村里经办人、村务监督员和乡镇可以。
setting-trust-notice-masked-on-the-web = 网上公示隐去姓名中间的字
setting-trust-notice-full-on-the-board = 公示栏上的纸写全名
setting-trust-objection-days-to-reply = 意见几天内答复
setting-trust-objection-days-to-reply-unit = 天
setting-trust-complaint-days = 公示期满以后多少天内受理投诉
setting-trust-complaint-days-unit = 天
objection-too-late = 这张榜撤下已经超过 { $days } 天，这里不再受理。请到乡镇或纪检部门当面反映，存折上的每一笔都查得到。
notice-days = 公示期 { $from } — { $until }
notice-days-left = { $count ->
    [1] 今天是最后一天。谁都可以提意见，不用登录，可以不留名。
   *[other] 还有 { $count } 天。谁都可以提意见，不用登录，可以不留名。
}
notice-days-left-staff = { $count ->
    [1] 今天是最后一天，明天起网上看不到了。
   *[other] 还有 { $count } 天。期满后网上撤下，没有异议的可以入账。
}
notice-over = 公示期满，网上已经撤下。
notice-only = 只看 { $name }。
notice-all = 看全部
notice-nobody = 榜上没有这个名字。姓名要和户口本上一样写。
notice-record = 评议记录
notice-record-said = 应到 { $expected } 人，到会 { $present } 人，过了规定的人数。涉及本户或亲属的，本人回避，也不算到会。记录的全文在村委会可以查看。
notice-party = 户主
notice-group = { $group }组
notice-line-of = { $number } 号 { $name } · { $group }组
notice-line-number = { $number } 号
notice-objected = 有异议
notice-parties = 共 { $count } 户。
notice-met = 评议会 { $day }开，到会 { $count } 人。
notice-what-is-shown = 这张榜只写姓名、组别和积分；公示期满后网上撤下。
notice-object = 我有意见
notice-find-own = 对一对我家的
notice-find-own-hint = 户主的全名
notice-line-moved = 有一条改过了，另行公示。
notice-adds = { $number ->
    [1] { $heading }（补充一）
    [2] { $heading }（补充二）
    [3] { $heading }（补充三）
    [4] { $heading }（补充四）
    [5] { $heading }（补充五）
    [6] { $heading }（补充六）
   *[other] { $heading }（补充 { $number }）
}
notice-struck = 有撤下的
notice-changed = 有更正，另行公示
notice-again = 查过，重新公示
notice-gone-title = 这张榜已经撤下了
notice-gone = 公示期满，榜就从网上撤下。也可能是网址抄错了，请再扫一次公示栏上的码。
notice-gone-ask = 想看当时的榜，或者还有意见要提，请到村委会说；自己家有多少积分，看存折，或者扫自家的积分卡。
notice-objections = 有人提的意见
notice-hangs-at = 纸贴在
notice-address = 网上的地址
notices-title = 公示
notices-explain = 评议会通过的都要公示，满了天数、没有异议才入账。
notices-none = 还没有公示过。评议会开过以后，在评议那一页贴出来。
notices-parties = { $count } 户
notices-objections = { $count } 条意见
notices-left = 还有 { $count } 天
notices-over = 期满
notices-pages = 翻页
notices-later = 后面的
notices-earlier = 更早的
objection-title = 我有意见
objection-explain = 写清楚哪一户、哪里不对。可以不留名；留了名字和电话，也只有答复的人看得到。
objection-over = 公示期已经满了。现在提的按投诉办理，一样会答复。
objection-line = 哪一户
objection-what = 哪里不对
objection-what-hint = 例如：那天没有出工；分算错了；漏了谁家。
objection-name = 你的姓名
objection-name-hint = 可以不写。
objection-phone = 电话
objection-phone-hint = 可以不写。写了方便核对。
objection-send = 交上去
objection-enter = 代村民登记意见
objection-enter-explain = 村民写在纸上、打电话来或者当面说的，原话记下来。
objection-way = 怎么收到的
objection-way-web = 网上
objection-way-paper = 写在纸上
objection-way-phone = 打电话
objection-way-spoken = 当面说
objection-received-on = 哪天收到的
objection-received-on-hint = 在公示期内收到的，今天登记也算异议。
objection-take = 登记
objection-not-its-day = 要在贴出公示之后、今天以前。
objection-one = 意见
objection-about = 对{ $name }户的意见
objection-complaint = 投诉
objection-is-complaint = 这是公示期满以后提的，按投诉答复；要改已经入账的，申请冲正。
objection-who = 提意见的人
objection-anonymous = 没有留名
objection-hidden = 提意见的人，经手的人看不到
objection-keep-out = 这一条是你经手的，或者是你自己家、亲属家的，要请别人答复。
objection-entries = 涉及这几条
objection-entries-explain = 没有问题的不用动，答复后照原样往下走；有问题的，改了重新公示，或者撤下。改了要多得分的，先回到评议会再议。
objection-change = 改
objection-strike = 撤下
objection-reply = 答复
objection-reply-hint = 提意见的人凭回执号看得到。写清楚查了什么、怎么办。
objection-answer = 答复
objection-already = 刚才有人答复过了。
objection-answered-by = 谁答复的
objection-days-left = { $count ->
    [0] 今天要答复
   *[other] 剩 { $count } 天
}
objection-late = 过了答复日期
objection-state-open = 等答复
objection-state-kept = 查过，没有改
objection-state-changed = 改了，重新公示；要多得分的先重新评议
objection-state-struck = 撤下了
objection-state-answered = 已答复
objections-title = 意见和投诉
objections-explain = 每一条都要在日期前答复。提意见的人是谁，只有答复的人看得到。
objections-tabs = 看哪些
objections-open = 等答复的
objections-answered = 答复过的
objections-none = 这里一条也没有。
done-objection-answered = 答复好了。
objection-receipt-title = 意见收到了
objection-receipt-complaint = 公示期已满，这一条按投诉办理。
objection-receipt-number = 回执号
objection-receipt-keep = 记下这个号。用它可以回来看答复。
objection-receipt-received = 收到日期
objection-receipt-what = 你说的
objection-receipt-state = 办到哪里
objection-receipt-reply-by = 最迟答复
objection-receipt-reply = 答复
objection-receipt-back = 回到公示
entry-state-open = 往下走
entry-state-objected = 有异议
entry-state-returned = 退回
entry-state-failed = 没有通过
entry-state-deferred = 缓议
entry-state-struck = 撤下
entry-state-done = 办完了
notice-sheet = 拿一张纸的
notice-print = 打印公示
notice-roster = 看评议
subject-roster = 评议名单
subject-objection = 意见
did-roster-opened = 定下名单
did-roster-met = 记下到会的人
did-roster-passed = 一起通过
did-roster-attendance = 改到会的人
did-roster-put-up = 贴出公示
did-roster-confirmed = 确认入账
did-objection-complaint = 收到（公示期满以后，按投诉答复）
did-objection-received = 收到
did-objection-answered = 答复
field-period = 月份
field-held-on = 哪天开的
field-present = 到会
field-chair = 主持
field-expected = 应到
field-entries = 条数
field-step = 第几步
field-board = 纸贴在
field-lines = 户数
field-plus = 加
field-minus = 减
field-line = 第几行
field-way = 怎么收到的
field-reply = 答复
