# 数字：问的是哪里、哪段时间，数的是什么，由哪些行加起来
permission-see-figures = 看数字和数字后面的每一行：超市管理员和监督员、村文书、村务监督员、乡镇、县里和审计人员可以。
permission-freeze-figures = 冻结一年的数字：县级经办人可以。

figure-unit-fen = 元
figure-unit-tenth-point = 分
figure-unit-households = 户
figure-unit-household-times = 户次
figure-unit-pieces = 件

figures-from-to = { $from } 至 { $to }
figures-bad-dates = 日期这样写：2019-01-01，起始日不能晚于截止日。
figures-export = 导出表格
figures-rows = 这个数由这些行加起来
figures-no-rows = 这段时间里没有一行。
figures-row-what = 凭据
figures-row-day = 日期
figures-row-place = 地点
figures-row-who = 农户
figures-row-amount = 计入（{ $unit }）
figures-page = 第 { $page } 页
figures-page-before = 上一页
figures-page-after = 下一页
figures-frozen = 已冻结
figures-frozen-by = { $who } 于 { $when } 冻结
figures-what-changed = 看哪些数变了、因为什么
figures-changed-since = 冻结后有变动：原 { $before }，现 { $now }
figures-made = { $who } 于 { $when } 导出
