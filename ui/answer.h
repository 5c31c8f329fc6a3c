// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

namespace zg::ui {

/// Calls `then` with the answer on the context's thread, never before this returns. A question that was dropped
/// (the node stopped under it) answers DependencyDown; a context that is gone hears nothing.
/// QFuture::then(context, …) of Qt 6.4 asserts when the context died first and says nothing when the promise was
/// broken.
template <class T, class Then>
void whenAnswered(const QFuture<Result<T>>& answer, QObject* context, Then then)
{
    auto* watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)]() mutable {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            then(watcher->result());
        else
            then(Result<T>(Error{ErrorCode::DependencyDown, QStringLiteral("the question was dropped")}));
    });
    watcher->setFuture(answer);
}

} // namespace zg::ui
