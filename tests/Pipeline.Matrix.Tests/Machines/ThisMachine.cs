using System.Diagnostics;

namespace Pipeline.Matrix.Tests.Machines;

/// <summary>The kernel that runs the tests, without a guest around it.</summary>
internal sealed class ThisMachine : IMachine
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(40);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-matrix-");

    internal ThisMachine()
    {
        foreach (var given in Files.Given)
            using (var copy = Process.Start("cp", ["-r", given, Folder]))
                copy.WaitForExit();
    }

    public string Folder => _folder.FullName;

    public async Task<Answer> RunAsync(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        start.Environment["PIPELINE_HOME"] = Files.Installation;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            return new Answer(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new MachineException($"this machine did not answer within {Patience}: {script}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
