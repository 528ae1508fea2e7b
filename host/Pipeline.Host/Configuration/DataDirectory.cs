namespace Pipeline.Host.Configuration;

/// <summary>The folder in which components keep state between runs.</summary>
internal static class DataDirectory
{
    private const string System = "/var/lib/pipeline";

    /// <param name="configured">What <c>data_dir</c> says; empty where it says nothing.</param>
    /// <returns>An absolute path, whether it is there or not.</returns>
    public static string Of(string configured) => Of(configured, Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess);

    internal static string Of(string configured, Func<string, string?> variable, bool isRoot)
    {
        if (configured.Length > 0)
            return Path.GetFullPath(configured);
        // systemd names several, parted by colons, where the unit asks for several.
        if (variable("STATE_DIRECTORY") is { Length: > 0 } given)
            return given.Split(':')[0];
        if (isRoot)
            return System;
        if (variable("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state))
            return Path.Combine(state, "pipeline");
        return variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".local", "state", "pipeline") : System;
    }
}
