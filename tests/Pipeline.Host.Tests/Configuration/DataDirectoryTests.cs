using Pipeline.Host.Configuration;

namespace Pipeline.Host.Tests.Configuration;

public sealed class DataDirectoryTests
{
    [Theory]
    [InlineData("/data", "/state", true, null, "/home/me", "/data")]
    [InlineData("", "/state/one:/state/two", true, null, "/home/me", "/state/one")]
    [InlineData("", null, true, "/xdg", "/home/me", "/var/lib/pipeline")]
    [InlineData("", null, false, "/xdg", "/home/me", "/xdg/pipeline")]
    [InlineData("", "", false, "relative", "/home/me", "/home/me/.local/state/pipeline")]
    [InlineData("", null, false, null, null, "/var/lib/pipeline")]
    public void It_is_what_was_configured_or_what_the_system_gives(string configured, string? given, bool isRoot, string? state, string? home, string expected)
    {
        string? Variable(string name) => name switch { "STATE_DIRECTORY" => given, "XDG_STATE_HOME" => state, "HOME" => home, _ => null };
        Assert.Equal(expected, DataDirectory.Of(configured, Variable, isRoot));
    }
}
