namespace Pipeline.Prometheus.Tests.RemoteWrite.Support;

/// <summary>A folder for files of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-remote-write-");

    /// <summary>Writes a file and says where it is.</summary>
    public string Put(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
