using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>What paths become: data by its looks, places by what was learned, and never more than there may be.</summary>
public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("//", "/")]
    [InlineData("/users", "/users")]
    [InlineData("/users/", "/users")]
    [InlineData("/user/42/orders", "/user/{id}/orders")]
    [InlineData("/user/-1", "/user/{id}")]
    [InlineData("/map/52.52,13.40", "/map/{id}")]
    [InlineData("/dist/1.2.3/app.js", "/dist/{id}/app.js")]
    [InlineData("/v2/things", "/v2/things")]
    [InlineData("/facade/decade", "/facade/decade")]
    [InlineData("/commit/a94a8fe5", "/commit/{id}")]
    [InlineData("/blob/0xdeadbeefcafebabe", "/blob/{id}")]
    [InlineData("/watch/dQw4w9WgXcQ", "/watch/{id}")]
    [InlineData("/event/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/event/{id}")]
    [InlineData("/report/2026-11-22", "/report/{date}")]
    [InlineData("/report/2026-11-22T10:00:00Z", "/report/{date}")]
    [InlineData("/GetCustomerOrderHistory", "/GetCustomerOrderHistory")]
    [InlineData("/find/caf%C3%A9", "/find/{id}")]
    [InlineData("/find/{...}", "/find/{id}")]
    [InlineData("/cart;jsessionid=12AB/items", "/cart/items")]
    [InlineData("/search?q=/a/b#x", "/search")]
    [InlineData("http://shop.example:8080/user/42", "/user/{id}")]
    [InlineData("https://shop.example", "/")]
    [InlineData("https://shop.example?q", "/")]
    [InlineData("/a/b/c/d/e/f/g/h/i/j", "/a/b/c/d/e/f/g/h/{...}")]
    [InlineData("*", "")]
    [InlineData("shop.example:443", "")]
    [InlineData("", "")]
    public void Path_becomes(string target, string template)
    {
        using var paths = new Paths();
        Assert.Equal(template, paths.Of(target));
    }

    [Fact]
    public void Ids_of_any_kind_are_always_replaced()
    {
        using var paths = new Paths();
        var random = new Random(1);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[random.Next(16, 24)];
            random.NextBytes(bytes);
            var id = (i % 6) switch
            {
                0 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
                1 => new Guid(bytes.AsSpan(0, 16)).ToString(),
                2 => Convert.ToHexStringLower(bytes),
                3 => Convert.ToHexString(bytes),
                4 => new Guid(bytes.AsSpan(0, 16)).ToString("N"),
                _ => Convert.ToBase64String(bytes[..16]).Replace('/', '_'),
            };
            Assert.Equal("/user/{id}/orders", paths.Of($"/user/{id}/orders"));
        }
    }

    [Fact]
    public void A_place_with_too_many_names_becomes_a_variable_for_good()
    {
        using var paths = new Paths(mostValues: 5);
        for (var i = 0; i < 5; i++)
            Assert.Equal($"/by/{Word(i)}/info", paths.Of($"/by/{Word(i)}/info"));
        Assert.Equal("/by/{...}/info", paths.Of($"/by/{Word(5)}/info"));
        Assert.Equal("/by/{...}/info", paths.Of($"/by/{Word(0)}/info"));
        Assert.Equal("/by/{id}/info", paths.Of("/by/17/info"));
        Assert.Equal("/other", paths.Of("/other"));
    }

    [Fact]
    public void Nothing_is_learned_of_paths_that_lead_nowhere()
    {
        using var paths = new Paths(mostValues: 5);
        Assert.Equal("/api/items", paths.Of("/api/items"));
        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal("/{...}", paths.Of($"/{Word(i)}/x/y", teaches: false));
            Assert.Equal("/api/{...}", paths.Of($"/api/{Word(i)}", teaches: false));
        }

        Assert.Equal("/api/items/{id}", paths.Of("/api/items/9", teaches: false));
        Assert.Equal("/api/stock", paths.Of("/api/stock"));
    }

    [Fact]
    public void Each_server_has_places_of_its_own()
    {
        using var paths = new Paths(mostValues: 1);
        Assert.Equal("/a", paths.Of("/a", server: "10.0.0.1:80"));
        Assert.Equal("/{...}", paths.Of("/b", server: "10.0.0.1:80"));
        Assert.Equal("/b", paths.Of("/b", server: "10.0.0.1:81"));
        Assert.Equal("/c", paths.Of("/c", server: "10.0.0.2:80"));
    }

    [Fact]
    public void Whatever_is_sent_there_are_no_more_templates_than_the_tree_has_places_and_each_is_its_own()
    {
        var segment = Gen.Elements("a", "b", "c", "d", "e", "17", "a94a8fe5ccb19ba6", "%20", "", ";x", "{id}");
        var path = Gen.ListOf(segment).Select(s => "/" + string.Join('/', s));
        Prop.ForAll(Gen.ListOf(path).ToArbitrary(), targets =>
        {
            using var paths = new Paths(mostValues: 3);
            // Each round settles what lies one place deeper.
            for (var round = 0; round < 10; round++)
                foreach (var target in targets)
                    paths.Of(target);
            var settled = targets.Select(target => paths.Of(target)).ToArray();
            Assert.Equal(settled, targets.Select(target => paths.Of(target)));
            foreach (var siblings in settled.Select(t => t.Split('/')).GroupBy(t => string.Join('/', t[..^1])))
                Assert.True(siblings.Select(t => t[^1]).Distinct().Count() <= 3 + 3, siblings.Key);
            Assert.All(settled, t => Assert.Equal(t, paths.Of(t.Replace("{id}", "17").Replace("{...}", "never-seen"))));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Millions_of_made_up_paths_cost_bounded_memory()
    {
        using var paths = new Paths();
        var random = new Random(3);
        var templates = new HashSet<string>();
        Span<byte> target = stackalloc byte[200];
        for (var i = 0; i < 1_000_000; i++)
        {
            // Any bytes, and letters of which nothing says that they are data.
            random.NextBytes(target);
            target[0] = (byte)'/';
            if (i % 2 == 0)
                for (var at = 1; at < target.Length; at++)
                    target[at] = at % 8 == 0 ? (byte)'/' : (byte)('a' + target[at] % 26);
            var length = random.Next(1, target.Length);
            paths.Make(target[..length], true, "10.0.0.1:80");
            if (i > 900_000)
                templates.Add(Encoding.Latin1.GetString(paths.Make(target[..length], true, "10.0.0.1:80")));
        }

        Assert.True(paths.Emitter.Arena.InUse < 8 << 20, $"{paths.Emitter.Arena.InUse}");
        Assert.True(templates.Count < 16_384, $"{templates.Count}");
    }

    [Fact]
    public void A_target_of_64_KiB_of_anything_becomes_a_short_template()
    {
        using var paths = new Paths();
        var random = new Random(5);
        var target = new byte[64 << 10];
        for (var i = 0; i < 200; i++)
        {
            random.NextBytes(target);
            if (i % 4 == 0)
                target.AsSpan().Fill((byte)(i % 8 == 0 ? '/' : 'a'));
            if (i % 4 == 1)
                for (var at = 0; at < target.Length; at++)
                    target[at] = at % 2 == 0 ? (byte)'/' : (byte)('a' + random.Next(26));
            target[0] = (byte)'/';
            Assert.InRange(paths.Make(target, true, "10.0.0.1:80").Length, 1, 500);
        }
    }

    private static string Word(int number) => "name-" + new string([.. number.ToString(CultureInfo.InvariantCulture).Select(d => (char)('a' + d - '0'))]);
}
