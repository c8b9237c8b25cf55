# 从单据到账上的那一笔，冲正和撤销在存折上怎么说
in-book = 记在账上
in-book-number = 第 { $seq } 笔
in-book-reversal = 冲正
in-book-cancel = 撤销
in-book-no-difference = 账实相符，账上没有动

## 存折上的冲正、撤销和欠分
passbook-reversed = 冲正 { $what }：{ $reason }
passbook-cancelled = 撤销 { $what }：{ $reason }
passbook-undone-slip = 兑换小票 { $number }（{ $day }）
passbook-undone-brought = 存折上带来的积分（{ $day }）
passbook-undone-other = 账上的一笔
passbook-owes = { $what }。账上不够，欠下 { $points } 分
passbook-owes-struck = { $what }。原来欠的 { $points } 分不用还了
passbook-line-owed = 欠 { $points }
qr-page-reversed = 冲正：{ $what }（{ $day }）
qr-page-cancelled = 撤销：{ $what }（{ $day }）
redemption-balance-back = 退回以后
passbook-reversal-declined = 冲正没有同意：{ $answer }
deed-did-because = { $what }：{ $reason }
