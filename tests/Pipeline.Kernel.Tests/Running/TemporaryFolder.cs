using System.Diagnostics;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>A folder of the test's own, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-kernel-");

    internal string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file; its path.</summary>
    internal string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    /// <summary>Lets any user read and write in it.</summary>
    internal void OpenToAll() => File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);

    public void Dispose()
    {
        // A process that was killed may write its last file meanwhile.
        for (var clock = Stopwatch.StartNew(); ;)
            try
            {
                _folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (Directory.Exists(_folder.FullName) && clock.Elapsed < Most)
            {
                Thread.Sleep(20);
            }
    }
}
