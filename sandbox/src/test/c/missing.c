// SPDX-License-Identifier: Apache-2.0
// Imports what nobody has.
__attribute__((import_module("env"), import_name("no_such_function"))) int no_such_function(int);

int main(void) {
    return no_such_function(1);
}
