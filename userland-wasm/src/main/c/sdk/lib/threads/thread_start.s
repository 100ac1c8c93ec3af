# SPDX-License-Identifier: Apache-2.0
# Where the kernel starts a thread, on an instance of its own: its stack pointer and thread-local variables come first, which C cannot set.

	.globaltype	__stack_pointer, i32
	.functype	__wasm_init_tls (i32) -> ()
	.functype	__wsh_thread_main (i32, i32) -> ()

	.section	.text.wasi_thread_start,"",@
	.globl	wasi_thread_start
	.type	wasi_thread_start,@function
	.export_name	wasi_thread_start, wasi_thread_start
wasi_thread_start:                      # its number, its record (thread.h, struct __pthread)
	.functype	wasi_thread_start (i32, i32) -> ()
	local.get	1
	i32.load	0               # stack_top
	global.set	__stack_pointer
	local.get	1
	i32.load	4               # tls
	call	__wasm_init_tls
	local.get	0
	local.get	1
	call	__wsh_thread_main
	end_function
