// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgparameters.h"

#include "sql/pgtext.h"

namespace zg::sql {

PgParameters PgParameters::of(std::span<const QVariant> values)
{
    PgParameters parameters;
    parameters.m_held.reserve(values.size()); // the pointers stay
    parameters.m_values.reserve(values.size());
    parameters.m_lengths.reserve(values.size());
    parameters.m_formats.reserve(values.size());
    for (const QVariant& value : values) {
        const bool isBytes = value.typeId() == QMetaType::QByteArray;
        const char* data = nullptr;
        int length = 0;
        if (!value.isNull()) {
            QByteArray held;
            switch (value.typeId()) {
            case QMetaType::Bool:
            case QMetaType::Int:
            case QMetaType::UInt:
            case QMetaType::LongLong:
                held = QByteArray::number(value.toLongLong());
                break;
            case QMetaType::QByteArray:
                held = value.toByteArray();
                break;
            default:
                held = toPgValue(value.toString());
            }
            parameters.m_held.push_back(std::move(held));
            data = parameters.m_held.back().constData();
            length = int(parameters.m_held.back().size());
        }
        parameters.m_values.push_back(data);
        parameters.m_lengths.push_back(length);
        parameters.m_formats.push_back(isBytes ? 1 : 0);
    }
    return parameters;
}

} // namespace zg::sql
