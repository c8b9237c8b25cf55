# 农户这一边：扫卡看到的一页、存折一页一页打

## 卡上二维码后面的一页
qr-page-title = { $name } 户的积分
qr-page-redeemed = 兑换
qr-page-brought = 带来的积分
qr-page-owed-taken = 还上以前欠的
qr-page-set-aside = 留着，等着来领
qr-page-given-back = 没来领，退回
qr-page-other = 别的记账
qr-page-wrong = 觉得哪一笔不对
qr-page-ask-shop = 到 { $shop } 当面问，报卡号 { $number } 就行，不用报名字。
qr-page-ask-phone = 也可以打电话 { $phone }。
qr-page-ask-village = 到村委会当面问，报卡号 { $number } 就行，不用报名字。
qr-page-corrections = 查下来真的记错了，会另记一笔冲正，原来那笔还在，谁都看得到。
qr-page-who-reads = 谁拿着这张卡，谁就能看这一页，所以名字不写全，换了什么、为什么扣也不写。卡丢了，到超市补一张，旧卡马上作废，这一页也就看不到了。积分只换东西，不换钱。
qr-page-dead-title = 这张卡已经作废
qr-page-dead = 这张卡从 { $day } 起作废了。
qr-page-dead-ask = 家里有新卡，就扫新卡。没有新卡，请户主到超市补一张；积分都在账上，不会少。

## 存折一页一页打
passbook-print-earlier = 补打以前的页
passbook-print-explain = 一页十笔，从第一笔数起。最后一页没满，下次接着重打这一页；满了就开新的一页。
passbook-page = 第 { $page } 页
passbook-deed = { $item }（{ $day }）
