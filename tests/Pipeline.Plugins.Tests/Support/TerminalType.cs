namespace Pipeline.Plugins.Tests.Support;

/// <summary>TERM for as long as it lives. Tests that set it do not run at the same time.</summary>
internal sealed class TerminalType : IDisposable
{
    public const string Collection = "terminal type";

    private readonly string? _before = Environment.GetEnvironmentVariable("TERM");

    public TerminalType(string? type) => Environment.SetEnvironmentVariable("TERM", type);

    public void Dispose() => Environment.SetEnvironmentVariable("TERM", _before);
}
