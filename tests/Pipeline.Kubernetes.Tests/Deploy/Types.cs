using System.Diagnostics;

namespace Pipeline.Kubernetes.Tests.Deploy;

/// <summary>The API's types as kubectl asks servers for them, made of what others publish; test.sh installs it.</summary>
internal static class Types
{
    private static string Package { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../kubernetes-types/node_modules/kubernetes-types"));

    /// <summary>Writes them into a file of a folder, and tells its name.</summary>
    public static async Task<string> MakeAsync(string folder)
    {
        Assert.SkipUnless(Directory.Exists(Package), $"kubernetes-types is missing in {Package}: source setup.sh; need_npm tests/Pipeline.Kubernetes.Tests/Deploy/npm artifacts/kubernetes-types");
        var file = Path.Combine(folder, "openapi.pb");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Deploy", "openapi.py"), Package]) { RedirectStandardOutput = true })!;
        await using (var output = File.Create(file))
            await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return file;
    }
}
