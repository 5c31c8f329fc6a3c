// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"

#include <QHash>
#include <QPromise>

namespace zg::ui::test {

/// Does what it is told, or refuses when a test says so.
class FakeAdmin final : public node::AdminDesk
{
public:
    StockStrategy strategy = StockStrategy::Group;
    QHash<QByteArray, LogLevel> levels;
    std::optional<Error> refusal;

    node::Answer<StockStrategy> setStockStrategy(StockStrategy wanted) override { return change(strategy, wanted); }
    node::Answer<LogLevel> setLogLevel(const QByteArray& category, LogLevel least) override
    {
        return change(levels[category], least);
    }

private:
    template <class T>
    node::Answer<T> change(T& what, T wanted)
    {
        QPromise<Result<T>> promise;
        promise.start();
        promise.addResult(refusal ? Result<T>(*refusal) : Result<T>(std::exchange(what, wanted)));
        promise.finish();
        return promise.future();
    }
};

} // namespace zg::ui::test
