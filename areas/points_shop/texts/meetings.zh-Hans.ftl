# 看每一条：按办到哪里、哪个组、谁家来找；评议记录上没有议完的
entries-state = 办到哪里
entries-group = 哪个组
entries-name = 户主姓名
entries-any = 全部
entries-show = 看这些
entries-none-such = 没有这样的。
entries-all = 看全部
minutes-left = 还有 { $count } 条这次会上没有决定。
appraisals-month = 哪个月
appraisals-township = 哪个乡镇
appraisals-waiting-more = 还有 { $count } 个村等着开会，选一个乡镇来看。
appraisals-page = 第 { $page } 页
appraisals-before = 上一页
appraisals-after = 下一页

appraisals-without-list = 还没有列名单
appraisals-none-of-month = 这个月没有名单。
appraisals-no-such-month = 没有“{ $asked }”这个月可看，下面不分月份。请在“哪个月”里选一个。
appraisals-no-such-township = 你这里没有代码是“{ $asked }”的乡镇，下面是所有乡镇的。请在“哪个乡镇”里选一个。
appraisals-none-waiting-of-month = 这个月没有等着开会的。更早的月份还等着的，先开那个月的。
