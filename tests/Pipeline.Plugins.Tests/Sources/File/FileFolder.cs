using System.Text.Json;
using Pipeline.Sources.File;

namespace Pipeline.Plugins.Tests.Sources.Files;

/// <summary>A folder with logs, and one for checkpoints.</summary>
internal sealed class FileFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-file-");

    public string Data => this["state"];

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public void Append(string name, string content) => File.AppendAllText(this[name], content);

    public FileRun Run(FileSourceOptions options, long memory = 256 << 20, KeptLog? log = null) => new(options, Data, log, memory);

    public void Dispose() => _folder.Delete(recursive: true);

    public static FileSourceOptions Once(params string[] paths) => new() { Paths = paths, Follow = false };

    /// <summary>In a hurry, so that tests are.</summary>
    public static FileSourceOptions Followed(params string[] paths) => new()
    {
        Paths = paths,
        Quiet = TimeSpan.FromMilliseconds(300),
        ScanInterval = TimeSpan.FromMilliseconds(30),
        PollInterval = TimeSpan.FromMilliseconds(20),
    };

    public static string Message((string Id, string Row) row) => JsonDocument.Parse(row.Row).RootElement.GetProperty("message").GetString()!;

    public static string Sequence((string Id, string Row) row) => row.Id.Split('/')[1];
}
