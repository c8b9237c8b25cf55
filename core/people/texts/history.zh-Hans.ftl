# 修改记录：谁、什么时候、从什么改成什么
permission-see-history = 看修改记录：各级工作人员可以，每种记录还要有看它本身的权限。
history-link = 修改记录
history-title = 修改记录：{ $what }
history-explain = 最近的在最上面。记下的不能改、不能删。
history-none = 还没有修改记录。
history-by-program = 系统自动
history-from-to = { $before } → { $after }
history-gone = { $before }（已去掉）
pager-label = 翻页
pager-later = 较新的
pager-earlier = 较早的

subject-login = 账号

did-login-made = 建账号
did-role-given = 给角色
did-role-ended = 结束角色
did-password-set = 重设密码
did-login-opened = 重新启用
did-login-shut = 停用

value-yes = 是
value-no = 否
field-name = 名称
field-display-name = 姓名
field-role = 角色
field-place = 地方
field-until = 到哪天
field-reason = 原因
field-login = 账号
field-from = 从哪天起
field-value = 值
field-scope = 范围
field-code = 编号
field-village = 村
field-group = 组
field-on = 日期
field-points = 积分
field-state = 状态
field-note = 说明
field-number = 编号

# 登录记录
permission-see-sign-ins = 看登录记录：乡镇审核员、县级经办人和审计可以。
sign-ins-title = 登录记录
sign-ins-title-hint = 谁在什么时候、用什么设备登录，哪些没有登上
sign-ins-explain = 登上的和没登上的都记着，不能改。
sign-ins-none = 没有这样的登录。
sign-ins-outcome = 结果
sign-ins-place = 设备和地址
sign-in-signed-in = 登上了
sign-in-wrong-password = 密码不对
sign-in-shut-off = 账号已停用
log-login = 账号
log-from = 从哪天
log-until = 到哪天
log-show = 看这些
log-who = 谁
log-at = 时间
