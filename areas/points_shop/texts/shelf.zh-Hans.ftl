# 补录和盘点对得上、盘点和报损的冲正、积分背后的钱和货
late-not-open = 那天超市不开门。日子写错了就改；那天确实换过，就再按一次。
late-counted = { $name } 在 { $day } 盘点过，那次没有少这么多，不像是在那以前换走的。先看看日子和货对不对；确实换走了，就再按一次：架上还照那次盘点，那次改记成多出来。
late-handed-over = { $date } 手写，{ $at } 由 { $clerk } 录入
late-off-count = 其中{ $goods } { $n } { $unit }，{ $day } 盘点时架上已经没有，从那次的差里减
lot-counted-late = 补录的单子，从盘点的差里减
lot-counted-late-back = 补录的单子冲正，差又记回盘点
lot-stock-take-back = 盘点冲正
lot-scrap-back = 报损冲正
stocktake-told-title = 后来补录的单子说清了
stocktake-told-late = 补录的小票 { $number }：{ $goods } { $n } { $unit }
reversal-stock-take = { $date } 签字的盘点
reversal-scrap = { $date } 报损的 { $goods }
reversal-shop = 超市
reversal-pieces = 件数
reversal-whose = 农户或超市
reversal-amount = 多少
reversal-differences = 少 { $missing } 件，多 { $surplus } 件
reversal-explain-goods = 提出后要另一个人确认才生效。确认后，账上的件数退回原来的样子；再盘一次，架上和账上才对得上。
reversal-counting-now = 正在盘点。先盘完，或者不盘了，再来冲正。
reversal-counted-since = { $goods } 后来在 { $day } 又盘过，账上已经照那一次，不用再冲正。要改，请再盘一次。
reversal-gone-since = { $goods } 那次多出来的 { $wanted } 件已经换出去了，架上只剩 { $left } 件，退不回去。请再盘一次。
stocktake-propose-reversal = 这次盘点有错，申请冲正
scrap-propose-reversal = 这笔报损有错，申请冲正

figure-stock-at-cost-definition = 截止日终了时架上的货按批次入库单价相加，先留着的、过期还没报损的也在内；没有估价的件数不在内，另列。后来的冲正从确认冲正那天起算。
shop-figure-stock-below = 按入库单价，没有估价的不算
figure-points-backing = 积分背后的钱和货
figure-points-backing-definition = 截止日终了时各超市账上的钱，加上架上没有过期的货按批次入库单价的值，先留着的也在内；过期的、没有估价的不算。后来的冲正从确认冲正那天起算。
figure-row-fund = 账上的钱
shelf-without = 另有 { $n } 件没有估价，不算在内。
shelf-expired = 其中过期还没报损的 { $yuan } 元撑不住积分。
fund-expired = 其中过期的
year-backing = 背后有钱和货 { $value } { $unit }
year-not-backed = 家家手里 { $held } 分，还能发 { $budget } 分，合 { $worth } 元；背后的钱和货只有 { $behind } 元，还差 { $short } 元。先给缺的超市拨钱或进货，再发分。
shop-backing-words = 外面有 { $outstanding } 分（其中 { $held } 分已为留着的货占住），合 { $worth } 元。后面有没过期的货 { $stock } 元，照积分价换得出 { $points } 分；还有钱 { $fund } 元。
shop-backing-rows = 一笔一笔看
home-unbacked = 家超市的钱和货撑不住积分
home-unbacked-worst = { $names } · 头一家还差 { $points } 分
home-unbacked-button = 看资金

supply-gone-since = 换完了，{ $day } 起没有
scrap-not-expired = 这一批 { $day } 才到期，还没有过期。是坏了、丢了，请选那一项。
scrap-no-last-day = 这一批没有写到期的日子，不能算过期。是坏了、丢了，请选那一项。
receipt-same-paper = { $source } 的 { $number } 号单子，{ $day } 在{ $shop }已经收过一次。是同一张就不用再收；单子太长分两次记的，就再按一次。

setting-repriced = { $year } 年 { $month } 月的 { $slips } 张小票，兑换物资折款从 { $before } 元变成 { $after } 元。
fund-spent = 买货花掉的钱
fund-spent-receipt = 进货单


today-sign-late-title = 补签这一天
today-sign-late-note = 两个人把那天的单子和货对过再签，签字记的是今天。签了以后，{ $day }这张单子就定了；再有不对，申请冲正。
today-sign-late = 补签
today-empty-other = 这一天没有兑换。
done-day-signed-late = 这一天补签好了。
reversal-declined-home = 次冲正没有同意，是你申请的
reversal-declined-home-why = { $what }：{ $answer }
reversal-declined-home-button = 去看
