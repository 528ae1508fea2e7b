using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests;

/// <summary>What deploy/ holds for Prometheus.</summary>
public class DeploymentTests
{
    [Fact]
    public async Task Promtool_takes_the_scrape_configuration()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pipeline.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        Assert.Contains("SUCCESS", await Tool.RunAsync("promtool", ["check", "config", Path.Combine(folder, "deploy", "prometheus", "prometheus.yml")], []), StringComparison.Ordinal);
    }
}
