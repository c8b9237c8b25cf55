# 积分存折、积分卡、存折上带来的积分、冲正
nav-reversals = 冲正
household-points = 积分

permission-see-points = 查看农户积分：超市管理员和监督员、村文书、村务监督员、乡镇和县里的经办人、审计可以。
permission-issue-cards = 发积分卡、补卡：超市管理员、村文书、乡镇和县里的经办人可以。
permission-award-points = 记上存折带来的积分：乡镇审核员和县级经办人可以。
permission-propose-reversal = 申请冲正：超市管理员、乡镇审核员和县级经办人可以。
permission-confirm-reversal = 确认冲正：超市监督员、乡镇审核员和县级经办人可以。

## 存折
passbook-title = { $name } 户的积分
passbook-address = { $village }{ $group }
passbook-balance = 现在有
passbook-held = 留着没领
passbook-owed = 还欠
passbook-owed-note = 下次得分先扣
passbook-print = 打印存折第 { $page } 页
passbook-to-opening = 记上存折带来的积分
passbook-lines = 积分往来
passbook-date = 日期
passbook-why = 事由
passbook-change = 加减
passbook-after = 结余
passbook-by = 经手
passbook-number = 账本序号
passbook-empty = 还没有记录。得了积分、换了东西，都会记在这里。
passbook-no-older = 前面没有更早的记录了。
passbook-pages = 翻页
passbook-newest = 回到最新
passbook-older = 更早的
passbook-span = { $from } 到 { $to }
passbook-reverse = 申请冲正
passbook-reversal-waiting = 已申请冲正，等人确认
passbook-between = 、
passbook-goods = { $name } { $pieces } { $unit }
passbook-redeemed = 兑换 { $goods }
passbook-brought = 存折上带来的积分：{ $reason }
passbook-owed-taken = 还上以前欠的
passbook-set-aside = 留到 { $day }：{ $goods }
passbook-given-back = 留到 { $day } 没来领，退回
passbook-other = 记账：{ $kind }
passbook-by-program = 系统

## 积分卡
card-title = { $name } 户的积分卡
card-number = 积分卡号
card-alive = 在用
card-missing = 没有卡
card-none = 这一户还没有在用的积分卡。
card-issued-on = { $date } 发卡
card-died = { $date } { $reason }
card-make = 发一张卡
card-print = 打印这张卡
card-replace = 补一张卡
card-replace-title = 卡丢了或坏了
card-replace-explain = 补了新卡，旧卡马上作废，号码也换新的。积分都在账上，不会少。
card-reason = 为什么补卡
card-reason-lost = 丢了
card-reason-damaged = 坏了
card-still-alive = 他家的卡 { $number } 还在用。要补新卡，先选为什么补。
card-household-gone = 这一户已经不在册，不能发卡。
card-none-to-print = 这一户还没有积分卡，先发一张再打印。
card-dead-title = 作废的卡
done-card-issued = 卡发好了，请打印出来交给他家。

cards-title = 各村的积分卡
cards-explain = 先给没卡的户发卡，再一次打印出来。
cards-households = 农户
cards-with = 有卡
cards-without = 没有卡
cards-issue = 给 { $count } 户发卡
cards-print = 打印 { $count } 张卡
cards-no-household = 这个村还没有录入农户。
cards-empty-title = 还没有服务的村
cards-empty = 先给这家超市定好服务哪些村，才能给农户发卡。
done-cards-issued = 卡发好了，可以打印了。

## 存折上带来的积分
opening-title = 记上 { $name } 户存折上的积分
opening-explain = 从纸质存折上抄来，只记一次。农户看过、签了字，才算数。
opening-shop = 从哪家超市的额度里出
opening-budget-left = 额度还剩
opening-points = 存折上有多少分
opening-points-hint = 最小到 0.5 分，最多 10,000 分。
opening-reason = 凭什么
opening-reason-hint = 例如“2019 年纸质存折第 3 页结余”。
opening-signer = 谁代表农户签字
opening-signature = 农户签字
opening-award = 记上这些积分
opening-half-points = 只能写到 0.5 分，例如 77 或 77.5。
opening-budget-short = 超市的额度只剩 { $left } 分，不够。先请县里增加额度，或少记一些。
opening-already = 这一户存折上的积分已经记过了，只能记一次。记错了，先冲正再重记。
opening-brought = { $date } 记了 { $points } 分。
opening-see-points = 看他家的积分
opening-concerned = 这是你自己家或亲戚家，不能由你来记，请另一位经办人来办。
opening-gone = 这一户已经不在册，不能记积分。
opening-no-shop-title = 还没有超市服务这个村
opening-no-shop = 积分要从超市的额度里出。先开一家超市，定好它服务这个村，再来记。
opening-to-shops = 去开超市
done-opening-awarded = 积分记上了。

## 冲正
reversal-propose-title = 申请冲正
reversal-back = 返回
reversal-what = 冲正什么
reversal-household = 农户
reversal-points = 积分
reversal-why = 原因
reversal-reason = 为什么冲正
reversal-reason-hint = 写清楚哪里错了，确认的人和农户都看得到。
reversal-explain = 提出后要另一个人确认才生效。确认后，积分和货退回原处；已经用掉的，记作欠着，下次得分先扣。
reversal-propose = 申请冲正
reversal-slip = 小票 { $number }
reversal-brought = { $date } 存折上带来的积分：{ $reason }
reversal-proposed-by = { $name } 在 { $when } 提出。
reversal-already = 这一笔已经冲正过了。
reversal-waits = 已经有人申请冲正，正等另一个人确认。
reversal-budget-short = 要退回 { $needed } 分，超市的积分预算只剩 { $left } 分。请县里先追加预算，再来确认。
reversal-concerned = 这是你自己家或亲戚家的，不能由你来办，请另一位经办人来办。
reversal-concerned-short = 要回避
reversal-own = 是你提出的，要另一个人来确认
reversal-same-login = 提出的人不能自己确认，请另一个人来办。
reversal-decided = 这一条刚才已经有人处理，或这一笔已经在当天撤销了。要是它还在下面，请按“不同意”。
reversal-confirm = 同意冲正
reversal-decline = 不同意
reversal-answer = 为什么不同意
reversal-answer-hint = 写给提出的人看，以后也查得到。
reversal-decline-button = 不冲正，照旧算数
reversals-title = 等你确认的冲正
reversals-count = { $count ->
    [0] 没有要确认的冲正
   *[other] { $count } 笔冲正等着确认
}
reversals-explain = 看清原因，必要时问问双方。同意以后积分和货退回原处，账上两笔都看得到。
reversals-empty = 有人申请冲正，会列在这里。
done-reversal-proposed = 已经提出，等另一个人确认。
done-reversal-confirmed = 已经冲正，积分和货退回原处。
done-reversal-declined = 没有冲正，这一笔照旧算数。

cancellations-title = 当天撤销的小票
cancellations-explain = 最近三个月，经手人当天自己撤销的。觉得不对，请当面问问。
cancellations-empty = 最近三个月没有撤销的小票。
cancellations-slip = 小票
cancellations-clerk = 经手
