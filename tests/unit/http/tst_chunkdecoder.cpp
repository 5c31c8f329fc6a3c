// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/chunkdecoder.h"

#include <QtTest>

using namespace zg::http;
using State = ChunkDecoder::State;

class TestChunkDecoder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joins()
    {
        const QByteArray data = "4;name=value\r\nWiki\r\n5\r\npedia\r\n0\r\nTrailer: x\r\n\r\nGET";
        for (int step = 1; step < 20; ++step) { // however it is cut, the body is the same
            ChunkDecoder decoder(100);
            QByteArray held;
            State state = State::NeedMore;
            for (qsizetype at = 0; at < data.size() && state == State::NeedMore; at += step) {
                held += data.mid(at, step);
                qsizetype used = 0;
                state = decoder.feed(held, used);
                held.remove(0, used);
            }
            QCOMPARE(state, State::Done);
            QCOMPARE(decoder.takeBody(), QByteArray("Wikipedia"));
        }
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<int>("state");
        QTest::newRow("no size") << QByteArray("\r\n") << int(State::Malformed);
        QTest::newRow("not hex") << QByteArray("xyz\r\n") << int(State::Malformed);
        QTest::newRow("negative") << QByteArray("-1\r\n") << int(State::Malformed);
        QTest::newRow("bare lf") << QByteArray("4\nWiki\r\n") << int(State::Malformed);
        QTest::newRow("no end of chunk") << QByteArray("4\r\nWikipedia\r\n") << int(State::Malformed);
        QTest::newRow("too large") << QByteArray("65\r\n") << int(State::TooLarge);
        QTest::newRow("huge") << QByteArray("fffffffffffffffff\r\n") << int(State::TooLarge);
        QTest::newRow("endless extension") << QByteArray("4;" + QByteArray(400, 'a')) << int(State::Malformed);
        QTest::newRow("needs more") << QByteArray("4\r\nWi") << int(State::NeedMore);
    }
    void refuses()
    {
        QFETCH(QByteArray, data);
        QFETCH(int, state);
        ChunkDecoder decoder(100);
        qsizetype used = 0;
        QCOMPARE(int(decoder.feed(data, used)), state);
    }
};

QTEST_GUILESS_MAIN(TestChunkDecoder)
#include "tst_chunkdecoder.moc"
