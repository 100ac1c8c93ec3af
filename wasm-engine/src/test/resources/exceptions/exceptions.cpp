// SPDX-License-Identifier: Apache-2.0
// C++ exceptions as clang compiles them (the older encoding), with the little of a runtime that they need when only `catch (...)` is used.
// clang++ --target=wasm32 -O1 -fwasm-exceptions -fno-rtti -nostdlib -Wl,--no-entry -o exceptions.wasm exceptions.cpp runtime.c
// (no RTTI: exceptions are thrown by raise(), as a throw expression wants type information)
extern "C" {
[[noreturn]] void raise(int value);
int caught();
}

static int destroyed;

struct Guard {
    int weight;
    ~Guard() { destroyed += weight; }
};

__attribute__((noinline)) static int divide(int a, int b) {
    Guard guard{1};
    if (b == 0) {
        raise(a);
    }
    return a / b;
}

__attribute__((noinline)) static int layer(int a, int b) {
    Guard guard{10};
    try {
        return divide(a, b);
    } catch (...) {
        if (a > 100) {
            throw;
        }
        return -1;
    }
}

// Of n divisions by 0, 1, 2, 0, 1, 2, …: what they gave, with 1000 for each exception that came through all layers.
extern "C" __attribute__((export_name("run"))) int run(int n, int a) {
    int sum = 0;
    destroyed = 0;
    for (int i = 0; i < n; i++) {
        Guard guard{100};
        try {
            sum += layer(a, i % 3);
        } catch (...) {
            sum += 1000;
        }
    }
    return sum;
}

extern "C" __attribute__((export_name("destroyed"))) int count() { return destroyed; }

extern "C" __attribute__((export_name("uncaught"))) int uncaught() { return divide(7, 0); }
