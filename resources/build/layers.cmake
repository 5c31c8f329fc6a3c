# SPDX-License-Identifier: GPL-3.0-or-later
# The floors of the house: zg_layer() makes one library per folder and records whom it may include; zg_test() makes one test.

add_library(zg_options INTERFACE)
target_compile_features(zg_options INTERFACE cxx_std_20)
# GCC 12 takes the error half of a tl::expected that holds a value for uninitialized once it sits in a coroutine's frame.
target_compile_options(zg_options INTERFACE -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -fno-omit-frame-pointer
                       -Wno-maybe-uninitialized $<$<BOOL:${ZG_WERROR}>:-Werror>)
target_compile_definitions(zg_options INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_USE_QSTRINGBUILDER QT_NO_FOREACH
                           QT_NO_KEYWORDS ZG_VERSION="${PROJECT_VERSION}")
target_include_directories(zg_options INTERFACE ${PROJECT_SOURCE_DIR}/backend)
target_link_libraries(zg_options INTERFACE Threads::Threads)
# A hundred test programs are linked in each sanitizer's build: mold takes a third of the time.
find_program(ZG_MOLD mold)
if(ZG_MOLD AND NOT CMAKE_BUILD_TYPE STREQUAL "Release")
    target_link_options(zg_options INTERFACE -fuse-ld=mold)
endif()
if(ZG_SANITIZE)
    string(REPLACE ";" "," zg_sanitizers "${ZG_SANITIZE}")
    target_compile_options(zg_options INTERFACE -fsanitize=${zg_sanitizers} -fno-sanitize-recover=all)
    # Without RELRO: a sanitized program whose data ends at an unlucky place is not loaded ("cannot apply additional memory
    # protection after relocation").
    target_link_options(zg_options INTERFACE -fsanitize=${zg_sanitizers} -Wl,-z,norelro)
endif()

# Qt6::Test defines each target's own build folder, which would make the tests' precompiled header useless.
get_target_property(zg_test_definitions Qt6::Test INTERFACE_COMPILE_DEFINITIONS)
list(FILTER zg_test_definitions EXCLUDE REGEX "QT_TESTCASE_(BUILD|SOURCE)DIR")
set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS "${zg_test_definitions}")

# One precompiled Qt header set for the backend, one for the console; every target reuses them.
function(zg_precompiled_headers name)
    add_library(${name} STATIC ${PROJECT_SOURCE_DIR}/resources/build/${name}.cpp)
    target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/resources/build/${name}.h)
    target_link_libraries(${name} PUBLIC zg_options ${ARGN})
    set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTOUIC OFF AUTORCC OFF)
endfunction()
zg_precompiled_headers(zg_pch_backend Qt6::Core Qt6::Network Qt6::Sql QCoro6::Core)
zg_precompiled_headers(zg_pch_tests Qt6::Core Qt6::Network Qt6::Sql Qt6::Test QCoro6::Core)
if(ZG_CONSOLE)
    zg_precompiled_headers(zg_pch_console Qt6::Core Qt6::Widgets Qt6::Charts Qt6::Test QCoro6::Core)
endif()

set_property(GLOBAL PROPERTY ZG_LAYER_EDGES "")

# zg_layer(cache USES core telemetry LINK Qt6::Network PRIVATE_LINK PkgConfig::HIREDIS ALONE entry.cpp)
# makes zg_cache from backend/cache/*.{h,cpp} and records the edges that tst_layers checks. Where sources are compiled
# several at a time (ZG_UNITY), those named ALONE are not: they have a name for themselves that another file has, too.
function(zg_layer name)
    cmake_parse_arguments(LAYER "" "PCH" "USES;LINK;PRIVATE_LINK;ALONE" ${ARGN})
    if(NOT LAYER_PCH)
        set(LAYER_PCH zg_pch_backend)
    endif()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp
         ${CMAKE_CURRENT_SOURCE_DIR}/*.ui)
    add_library(zg_${name} STATIC ${sources})
    if(ZG_UNITY AND NOT name STREQUAL "ui")
        set_target_properties(zg_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
        # A source that another includes is a header to GCC, whose own types nobody else should see.
        target_compile_options(zg_${name} PRIVATE -Wno-subobject-linkage)
        set_source_files_properties(${LAYER_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
    list(TRANSFORM LAYER_USES PREPEND zg_ OUTPUT_VARIABLE uses)
    target_link_libraries(zg_${name} PUBLIC zg_options Qt6::Core QCoro6::Core ${uses} ${LAYER_LINK} PRIVATE ${LAYER_PRIVATE_LINK})
    target_precompile_headers(zg_${name} REUSE_FROM ${LAYER_PCH})
    target_link_libraries(zg_${name} PRIVATE $<BUILD_INTERFACE:${LAYER_PCH}>)
    string(REPLACE ";" "," edges "${LAYER_USES}")
    set_property(GLOBAL APPEND PROPERTY ZG_LAYER_EDGES "${name}:${edges}")
endfunction()

# What every test runs in: no display, no GLib, no debugger attached to a crash (it hangs on a sanitized program), the
# sanitizers' options.
function(zg_test_environment name)
    set(suppressions ${PROJECT_SOURCE_DIR}/tests/tsan.supp)
    set_tests_properties(${name} PROPERTIES
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QTEST_DISABLE_STACK_DUMP=1;QT_NO_GLIB=1;LC_ALL=C.UTF-8;TSAN_OPTIONS=suppressions=${suppressions} halt_on_error=1 die_after_fork=0;ASAN_OPTIONS=detect_leaks=0;UBSAN_OPTIONS=print_stacktrace=1")
endfunction()

# Makes of a test another that runs on the PostgreSQL which tests/CMakeLists.txt starts.
function(zg_postgresql_variant test target)
    get_test_property(${test} TIMEOUT timeout)
    get_test_property(${test} LABELS labels)
    get_test_property(${test} ENVIRONMENT environment)
    add_test(NAME ${test}_pg COMMAND ${target})
    set_tests_properties(${test}_pg PROPERTIES TIMEOUT ${timeout} LABELS "${labels}" FIXTURES_REQUIRED postgresql
        ENVIRONMENT "${environment};ZG_TEST_SERVICES=${ZG_TEST_SERVICES}")
endfunction()

# zg_test(sql connectionpool [LIBS ...] [UI] [ENGINES|POSTGRESQL]) adds unit/sql/tst_connectionpool.cpp as the test sql_connectionpool.
function(zg_test layer name)
    cmake_parse_arguments(TEST "UI;ENGINES;POSTGRESQL" "TIMEOUT" "LIBS" ${ARGN})
    set(target tst_${layer}_${name})
    add_executable(${target} tst_${name}.cpp)
    # moc for the one file that needs it: AUTOMOC would scan, and compile an empty second file, for each of them.
    set(moc ${CMAKE_CURRENT_BINARY_DIR}/tst_${name}.moc)
    set_target_properties(${target} PROPERTIES AUTOMOC OFF AUTOUIC OFF AUTORCC OFF)
    qt_generate_moc(tst_${name}.cpp ${moc} TARGET ${target})
    set_source_files_properties(tst_${name}.cpp PROPERTIES OBJECT_DEPENDS ${moc})
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    if(TARGET zg_${layer})
        target_link_libraries(${target} PRIVATE zg_${layer})
    endif()
    target_link_libraries(${target} PRIVATE zg_options Qt6::Test ${TEST_LIBS})
    if(TEST_UI)
        target_precompile_headers(${target} REUSE_FROM zg_pch_console)
        target_link_libraries(${target} PRIVATE zg_pch_console)
    else()
        target_precompile_headers(${target} REUSE_FROM zg_pch_tests)
        target_link_libraries(${target} PRIVATE zg_pch_tests)
    endif()
    if(NOT TEST_TIMEOUT)
        set(TEST_TIMEOUT 120)
    endif()
    add_test(NAME ${layer}_${name} COMMAND ${target})
    set_tests_properties(${layer}_${name} PROPERTIES TIMEOUT ${TEST_TIMEOUT} LABELS "${layer}")
    zg_test_environment(${layer}_${name})
    if(TEST_POSTGRESQL) # on nothing else
        get_test_property(${layer}_${name} ENVIRONMENT environment)
        set_tests_properties(${layer}_${name} PROPERTIES FIXTURES_REQUIRED postgresql
            ENVIRONMENT "${environment};ZG_TEST_SERVICES=${ZG_TEST_SERVICES}")
    endif()
    if(TEST_ENGINES) # once more, on PostgreSQL
        zg_postgresql_variant(${layer}_${name} ${target})
    endif()
endfunction()
