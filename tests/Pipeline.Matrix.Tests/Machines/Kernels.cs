namespace Pipeline.Matrix.Tests.Machines;

/// <summary>The kernels of the matrix.</summary>
internal static class Kernels
{
    /// <summary>The kernel that runs the tests; each other is a guest.</summary>
    internal const string Running = "running";

    internal const string Confidential = "6.12-confidentiality";

    /// <summary>Those that boot.sh knows, in the order of the page's columns.</summary>
    internal static IReadOnlyList<string> Guests { get; } = ["6.1", "6.12", Confidential];

    internal static async Task<IMachine> StartAsync(string kernel) => kernel == Running ? new ThisMachine() : await Guest.BootAsync(kernel).ConfigureAwait(false);
}
