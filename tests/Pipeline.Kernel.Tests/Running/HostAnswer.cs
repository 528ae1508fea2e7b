namespace Pipeline.Kernel.Tests.Running;

/// <summary>What the host said to a command that ends by itself.</summary>
internal sealed record HostAnswer(int Code, string Output, string Errors)
{
    internal static Task<HostAnswer> AskAsync(params IEnumerable<string> arguments) => AskUnderAsync([], arguments);

    /// <summary>With a command in front that ends by executing the host.</summary>
    internal static async Task<HostAnswer> AskUnderAsync(IEnumerable<string> before, params IEnumerable<string> arguments)
    {
        using var process = RunningProcess.Start([.. before, Installed.Host, .. arguments]);
        var code = await process.EndAsync().ConfigureAwait(false);
        return new HostAnswer(code, process.Output.Text, process.Errors.Text);
    }
}
