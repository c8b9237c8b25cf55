# 农户
nav-households = 农户
permission-see-households = 查看农户：村文书、监督员、超市管理员、乡镇和县里的经办人可以。
permission-enter-households = 录入农户：村文书、乡镇和县里的经办人可以。

households-title = 农户
households-search = 姓名、拼音首字母或户编号
households-search-hint = 姓名、拼音首字母或户编号，例如 “cjf”、“0312”
households-search-button = 找
households-total = 你负责的范围里有 { $count } 户。
households-none = 没有找到 “{ $query }”。换个字、换成拼音首字母，或只写户编号后四位再试。
households-new = 录入农户
household-in-group = { $group }组
household-members = { $count } 口人
household-head = { $name } 户

household-new-title = 录入农户
household-village = 村
household-group = 村民小组
household-group-hint = 例如 “二”。
household-code = 户编号
household-code-hint = 不写就由系统接着编。
household-since = 从哪天起
household-since-hint = 不写就是今天。例如 2018-09-01。
household-since-future = 不能是以后的日子。
household-registered = 建档立卡户
household-head-title = 户主
household-others-title = 其他成员
household-name = 姓名
household-relation = 和户主的关系
household-number = 身份证号
household-number-hint = 可以先不写。
household-phone = 电话
household-phone-hint = 可以先不写。
household-more-rows = 人多的户，先保存前几位，之后再补。
household-enter = 录入这一户
household-code-taken = 这个户编号已经有别的户在用。
household-namesake = 这个村已经有一户户主叫 { $name }：户编号 { $code }，{ $group } 组。还是要新建的话，再按一次。
done-household-entered = 这一户录入好了。

id-number-length = 身份证号是 18 位，现在是 { $found } 位。
id-number-digit = 第 { $position } 位不是数字。
id-number-area = 开头的地区码不存在，请对照身份证再看一遍。
id-number-demo = 99 开头的号码只能在演示里用。
id-number-birth = 第 7 到 14 位不是一个可能的出生日期。
id-number-check = 最后一位对不上，有一位可能抄错了，请对照身份证再看一遍。
id-number-taken = 这个身份证号已经登记给 { $name }（户编号 { $code }）。
phone-odd = 电话号码只写数字，7 到 12 位。

household-unmask-title = 查看完整的号码
household-unmask-why = 会记下是谁、为什么看，监督员看得到。
household-purpose = 看的用途
household-purpose-hint = 例如 “核对补卡人的身份”。
household-unmask-button = 查看
household-unmasked = 号码已显示，这次查看已经记下。
household-since-date = 自 { $date }

relation-head = 户主
relation-spouse = 配偶
relation-son = 儿子
relation-daughter = 女儿
relation-father = 父亲
relation-mother = 母亲
relation-son-in-law = 女婿
relation-daughter-in-law = 儿媳
relation-grandchild = 孙辈
relation-grandparent = 祖辈
relation-sibling = 兄弟姐妹
relation-other = 其他

checklist-households = 登记农户
checklist-households-hint = 户主、家庭成员、村民小组，一户一户填。

members-title = 成员变动
member-join-title = 添一位成员
member-join = 添进这一户
member-leave = 离开这一户
done-member-joined = 添好了，按姓名也能找到。
done-member-left = 已从今天起离开这一户。

relatives-title = 谁要回避
relatives-why = 登记在这里的人不能替这一户发积分、撤小票、冲正。
relatives-none = 还没有登记谁要回避。
relative-member = 这一户的人
relative-kin = 亲戚
relative-is = 就是 { $name }
relative-declare-title = 登记一位
relative-login = 他的账号
relative-what = 他和这一户
relative-declare = 登记
relative-unknown = 本县没有这个账号，或者他不在这一户。
done-relative-declared = 登记好了。

subject-household = 农户
did-household-entered = 录入
did-member-joined = 添成员
did-member-left = 成员离开
did-relative-declared = 登记回避
field-members = 人口
field-member = 成员
field-relation = 关系
field-since = 从哪天起
field-what = 是什么
value-what-kin = 亲戚

nav-oversight = 监督
oversight-title = 监督
oversight-explain = 谁看了、谁来过、谁改了，都在这里查。
permission-see-access-log = 看查看记录：村务监督员、乡镇审核员、县级经办人和审计可以。
access-log-title = 查看记录
access-log-title-hint = 谁看了谁的完整号码，为什么看
access-log-explain = 每看一次完整的号码记一行，不能关掉，也不能改。
access-log-none = 没有这样的查看。
access-log-whose = 看的是谁
access-log-what = 看了什么
access-log-purpose = 用途
access-what-id-number = 身份证号
access-what-phone = 电话
