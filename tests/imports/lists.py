"""Small attendee lists in the layouts of other platforms; everybody on them is invented."""

import csv
import io

CONNPASS = """\
参加枠名,ユーザー名,表示名,利用開始日,コメント,参加ステータス,出欠ステータス,\
出席日時,お名前(本名),ご連絡先,更新日時,受付番号
一般枠,kaede_m,かえで,2018年02月11日,"はじめてです,
よろしくお願いします",参加,出席,\
2024年03月05日 19:02,水無月 楓,Kaede.M@Example.JP,2024年02月20日 12:30,1200341
運営枠,shun-t,髙﨑 駿,2016年07月01日,,参加,,,\
髙﨑 駿,shun@example.com,2024年02月01日 09:00,1200300
一般枠,,(退会ユーザー),,,参加,,,,,2024年02月21日 00:00,1200355
一般枠,ringo,りんご,2020年01月05日,,参加キャンセル,,,\
林 檎,ringo@example.jp,2024年02月22日 08:15,1200360

補欠あり枠,mio,=cmd|' /C calc'!A0,\
2021年05月05日,@SUM(1+1),補欠,,,,mio@example.jp,2024年02月30日 10:00,1200377
"""

OLD_CONNPASS = """\
参加枠名,ユーザー名,表示名,コメント,参加ステータス,出欠ステータス,PayPal取引ID,請求書ID,更新日時,受付番号
LT枠,nagi,凪,,参加,,,,2014年06月01日 10:00,88001
"""

PEATIX = """\
販売ID,ユーザーID,参加者名,アカウント名,注文日時,チケット名,枚数,チケットID,ステータス,割引コード,会社名,メールアドレス
９００１,３３１,月島 蓮,ren,2024-05-01 21:14,早割,１,０００２,支払済,,星屑商会,ｒｅｎ＠example.jp
9002,332,月島 灯,ren,2024-05-01 21:14,早割,3,0003,未払い,,,
9003,333,汐見 奏,kana,2024-05-02 08:00,一般,1,0004,キャンセル,,,kanade@example.jp
""".replace("\n", "\r\n")

EVENTBRITE = """\
Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,\
Order Type,Currency,Total Paid,Fees Paid,Attendee Status,Home Address 1,\
What would you like to learn?
7001,2024-05-03 18:20:11+09:00,Alma,Winther,alma@example.org,1,,General,81,,Free,JPY,0,0,\
Checked In,1 Hidden Street,Kanban
7002,"May 4, 2024 7:05 PM",Tomo,Hayase,tomo@example.org,1,,Organizer,82,,Free,JPY,0,0,\
Attending,,"Rust, and friends"
7003,2024-05-04,Iris,Bell,iris@example.org,1,,General,83,,Free,JPY,0,0,Refunded,,
"""

MEETUP = """\
Name\tAttendance\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\tRSVPed on\tJoined Group on\t\
URL of Member Profile\tNotes
Noa Lindqvist\tYes\tuser 501\tOrganizer\tYes\tYes\t0\tMarch 5, 2024\t1/9/2020\thttps://x.test/501\t
Emil Sand\tNo\tuser 502\t\tNo\tYes\t2\t3/6/2024 7:30 PM\t1/9/2021\thttps://x.test/502\tby train
Juno Park\t\tuser 503\t\tNo\tWaitlist\t0\t3/7/2024\t\thttps://x.test/503\t
Kit Moss\t\tuser 504\t\tNo\tNo\t0\t3/7/2024\t\thttps://x.test/504\t
"""

UNKNOWN = """\
タイムスタンプ;お名前（必須）;フリガナ;メールアドレス;ご所属;上司のメールアドレス;出欠
2024/05/01 10:00:00;朝霧 澪;アサギリ ミオ;mio@example.jp;朝霧研究所;boss@example.jp;出席します
2024/05/01 10:05:00;夕凪 朔;ユウナギ サク;saku@example.jp;;boss@example.jp;欠席します
"""


def written(rows: list[list[str]], **options: str) -> bytes:
    """Rows as `csv.writer` writes them, in UTF-8."""
    text = io.StringIO()
    csv.writer(text, **options).writerows(rows)
    return text.getvalue().encode()
