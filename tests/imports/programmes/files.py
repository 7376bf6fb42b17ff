"""Small programmes in every form; everything in them is invented."""

import json

PENTABARF = """<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <conference>
    <title>Loom Days</title><acronym>loom</acronym><city>Brussels</city><venue>Old Mill</venue>
    <day_change>04:00</day_change>
  </conference>
  <day index="1" date="2027-02-06">
    <room name="Hall">
      <event guid="aaaa-1" id="1">
        <start>09:30</start><duration>00:45</duration><room>Hall</room>
        <title>Warp &amp; weft</title><subtitle>A beginning</subtitle>
        <track>Weaving</track><language>en</language>
        <abstract>&lt;p&gt;All about &lt;b&gt;threads&lt;/b&gt;.&lt;/p&gt;</abstract>
        <persons><person id="7">Noa Lind</person><person id="8">朝霧 澪</person></persons>
        <links><link href="https://loom.example/1">Slides</link></links>
      </event>
      <event guid="aaaa-2" id="2">
        <start>01:15</start><duration>00:30</duration><title>After midnight</title>
      </event>
      <event guid="aaaa-3" id="3"><start>later</start><title>No time yet</title></event>
    </room>
  </day>
</schedule>
"""

SCHEDULE = json.dumps(
    {
        "schedule": {
            "version": "1",
            "base_url": "https://loom.example/",
            "conference": {
                "acronym": "loom",
                "title": "Loom Days",
                "time_zone_name": "Europe/Brussels",
                "days": [
                    {
                        "index": 1,
                        "date": "2027-02-06",
                        "rooms": {
                            "Hall": [
                                {
                                    "guid": "aaaa-1",
                                    "id": 1,
                                    "date": "2027-02-06T09:30:00+01:00",
                                    "start": "09:30",
                                    "duration": "00:45",
                                    "room": "Hall",
                                    "title": "Warp & weft",
                                    "subtitle": "A beginning",
                                    "track": {"en": "Weaving", "ja": "織り"},
                                    "language": "en",
                                    "abstract": "All about **threads**.",
                                    "persons": [{"public_name": "Noa Lind"}, {"name": "朝霧 澪"}],
                                    "links": [],
                                    "attachments": [{"title": "Notes", "url": "/n.pdf"}],
                                }
                            ]
                        },
                    }
                ],
            },
        }
    }
)

CONNPASS = json.dumps(
    {
        "results_returned": 2,
        "events": [
            {
                "id": 901,
                "title": "織物の夜 #12",
                "catch": "縦糸と横糸",
                "description": "<p>みんなで<strong>織る</strong>夜です。</p>",
                "url": "https://loom.example/event/901/",
                "started_at": "2027-03-05T19:00:00+09:00",
                "ended_at": "2027-03-05T21:00:00+09:00",
                "limit": 30,
                "open_status": "open",
                "address": "東京都千代田区1-1",
                "place": "織物会館",
                "group": {"title": "織物の会"},
            },
            {
                "id": 902,
                "title": "中止の夜",
                "open_status": "cancelled",
                "started_at": "2027-03-06T19:00:00+09:00",
            },
        ],
    }
)


def calendar(*events: str, zone: str = "") -> bytes:
    """A calendar of events, each given as its lines."""
    own = [f"X-WR-TIMEZONE:{zone}"] if zone else []
    parts = [
        line
        for event in events
        for line in ("BEGIN:VEVENT", *event.strip().splitlines(), "END:VEVENT")
    ]
    return "\r\n".join(["BEGIN:VCALENDAR", *own, *parts, "END:VCALENDAR", ""]).encode()
