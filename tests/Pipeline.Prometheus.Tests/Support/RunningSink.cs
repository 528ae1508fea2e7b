using Pipeline.Sinks.Prometheus;

namespace Pipeline.Prometheus.Tests.Support;

/// <summary>A sink that serves on a free port, and a client of it.</summary>
internal sealed class RunningSink : IAsyncDisposable
{
    private RunningSink(PrometheusSink sink)
    {
        Sink = sink;
        Address = new Uri(sink.Addresses.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public PrometheusSink Sink { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static PrometheusOptions Options { get; } = new() { Listen = "127.0.0.1:0" };

    public static Task<RunningSink> StartAsync(TableSchema[] tables, PrometheusOptions? options = null, TimeProvider? time = null) =>
        StartAsync(new PrometheusSink(options ?? Options, new LentContext(time)), tables);

    /// <summary>As the host starts one.</summary>
    public static async Task<RunningSink> StartAsync(PrometheusSink sink, TableSchema[] tables, ISampled? upstream = null)
    {
        sink.Bind(tables);
        if (upstream is not null)
            sink.Upstream = upstream;
        await sink.StartAsync(TestContext.Current.CancellationToken);
        return new RunningSink(sink);
    }

    /// <summary>Writes a batch and lets it go.</summary>
    public async Task<Outcome> WriteAsync(RecordBatch batch)
    {
        var outcome = await Sink.WriteAsync(batch, CancellationToken.None);
        batch.Release();
        return outcome;
    }

    /// <summary>What a scraper gets.</summary>
    public async Task<string> ScrapeAsync(string? accept = null) => await (await GetAsync(accept)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>What a scraper gets, without the sink's own figures.</summary>
    public async Task<string> ScrapeRowsAsync(string? accept = null) =>
        string.Concat((await ScrapeAsync(accept)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("pipeline_prometheus", StringComparison.Ordinal)).Select(line => line + "\n"));

    /// <summary>The end of what a scraper gets: the sink's own figures.</summary>
    public async Task<string> ScrapeTailAsync() => (await ScrapeAsync())[^1500..];

    public async Task<HttpResponseMessage> GetAsync(string? accept = null, string path = "/metrics")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sink.DisposeAsync();
    }
}
