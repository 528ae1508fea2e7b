namespace Pipeline.Cli.Tests;

/// <summary>A folder of files that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pipeline-cli-").FullName;

    /// <summary>Writes a file; its path.</summary>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A copy of the installation that may be spoilt; its executable.</summary>
    public string CopyInstallation()
    {
        var home = System.IO.Path.Combine(Path, "home");
        CopyTree(Installed.Home, home);
        return System.IO.Path.Combine(home, "pipeline");
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
            CopyTree(folder, System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder)));
    }
}
