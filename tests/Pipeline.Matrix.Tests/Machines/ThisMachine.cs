using System.Diagnostics;
using System.Globalization;

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
        Cgroup = MakeCgroup();
    }

    public string Folder => _folder.FullName;

    public (string Folder, ulong Id)? Cgroup { get; }

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

    public async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        for (var tries = 0; Directory.Exists(Cgroup?.Folder); tries++)
            try
            {
                Directory.Delete(Cgroup.Value.Folder);
            }
            catch (IOException) when (tries < 3_000)
            {
                // What was killed in it is still ending.
                await Task.Delay(100).ConfigureAwait(false);
            }
    }

    private static (string Folder, ulong Id)? MakeCgroup()
    {
        if (File.ReadLines("/proc/mounts").Select(l => l.Split(' ')).FirstOrDefault(w => w[2] == "cgroup2") is not [_, var mount, ..])
            return null;
        var folder = Directory.CreateDirectory(Path.Combine(mount, $"pipeline-matrix-{Guid.NewGuid():N}")).FullName;
        using var stat = Process.Start(new ProcessStartInfo("stat", ["--format=%i", folder]) { RedirectStandardOutput = true })!;
        return (folder, ulong.Parse(stat.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture));
    }
}
