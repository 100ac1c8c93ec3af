// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;

/**
 * A program to start: posix_spawn. {@code path} is not searched for in PATH; relative ones start at the working directory the
 * child has after its {@code actions}. {@code environment} holds {@code NAME=VALUE} texts.
 */
public record SpawnRequest(
        String path, List<String> arguments, List<String> environment, List<FileAction> actions, SpawnAttributes attributes) {}
