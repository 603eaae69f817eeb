using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClientFailover.Kubernetes.Tests;

public sealed class YamlReaderTests
{
    private const string Secret = "kubeconfig-secret-token";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("a: b # why", """{"a":"b"}""")]
    [InlineData("---\n# c\n\"k e\": v#v\r\n", """{"k e":"v#v"}""")]
    [InlineData("%YAML 1.1\n---\na: 1\n...\n", """{"a":"1"}""")]
    [InlineData("a:\n- b\n- 'it''s'\nc: {}\nd: []\ne: ~\nf:", """{"a":["b","it's"],"c":{},"d":[],"e":null,"f":null}""")]
    [InlineData("a:\n  - b: 1\n    c:\n      d: http://x:80\n  - b: \"q\\n\\x41\"", """{"a":[{"b":"1","c":{"d":"http://x:80"}},{"b":"q\nA"}]}""")]
    [InlineData("a: [b, {c: d, e: [f]}]", """{"a":["b",{"c":"d","e":["f"]}]}""")]
    [InlineData("a: |\n  b\n  c\nd: |-\n  e\nf: >-\n  g\n  h\n", """{"a":"b\nc\n","d":"e","f":"g h"}""")]
    [InlineData("a: one\n  two\nb: \"three\n  four\\\n  five\"\nc: 'six\n\n  seven'", """{"a":"one two","b":"three fourfive","c":"six\nseven"}""")]
    [InlineData("a: 'null'\nb: !!str null\nc: true\nd: 007\ne: ! x", """{"a":"null","b":"null","c":"true","d":"007","e":"x"}""")]
    [InlineData("", "null")]
    [InlineData("# nothing\n", "null")]
    [InlineData("---\n", "null")]
    public void Parse_Yaml_IsThatTree(string yaml, string json) => Assert.Equal(json.Replace("\n", "\\n", StringComparison.Ordinal), Text(yaml));

    [Theory]
    [InlineData("a: &x [1, 2]\nb: *x", """{"a":["1","2"],"b":["1","2"]}""")]
    [InlineData("a: &x 1\nb: &x 2\nc: *x", """{"a":"1","b":"2","c":"2"}""")]
    [InlineData("a: &x ~\nb: *x", """{"a":null,"b":null}""")]
    [InlineData("a: &x {b: 1, c: 2}\nd:\n  c: 3\n  <<: *x", """{"a":{"b":"1","c":"2"},"d":{"c":"3","b":"1"}}""")]
    [InlineData("a: &x {b: 1}\nd: &y {b: 2, c: 2}\ne: {<<: [*x, *y]}", """{"a":{"b":"1"},"d":{"b":"2","c":"2"},"e":{"b":"1","c":"2"}}""")]
    [InlineData("\"<<\": a", """{"<<":"a"}""")]
    public void Parse_Anchors_AreCopiedAndMerged(string yaml, string json) => Assert.Equal(json, Text(yaml));

    [Theory]
    [InlineData("users:\n- name: *kubeconfig-secret-token", "line 2: it is an alias of what is not there")]
    [InlineData("a: &x\n- *x", "line 2: it is an alias of what is not there")]
    [InlineData("a: &x 1\nb: &x [*x]", "line 2: it is an alias of what is not there")]
    [InlineData("token: !!binary kubeconfig-secret-token", "line 1: its tag is not understood")]
    [InlineData("a: !kubeconfig-secret-token {}", "line 1: its tag is not understood")]
    [InlineData("a: 1\n  kubeconfig-secret-token: 2", "line 2: what begins here is no YAML")]
    [InlineData("a: 1\nkubeconfig-secret-token: 1\nkubeconfig-secret-token: 2", "line 3: its key is there a second time")]
    [InlineData("a: &x {}\n<<: *x\n<<: *x", "line 3: its key is there a second time")]
    [InlineData("{\"a\": 1,\n\"a\": \"kubeconfig-secret-token\"}", "line 2: its key is there a second time")]
    [InlineData("? [kubeconfig-secret-token]\n: 1", "line 1: its key is no text, or empty")]
    [InlineData("\"\": kubeconfig-secret-token", "line 1: its key is no text, or empty")]
    [InlineData("a: 1\n<<: kubeconfig-secret-token", "something is merged that is no mapping")]
    [InlineData("a: 1\n<<:\n", "line 2: it merges nothing")]
    [InlineData("a: 'kubeconfig-secret-token", "line 1: what begins here is no YAML")]
    [InlineData("a: 1\n---\nb: kubeconfig-secret-token", "line 2: a second document begins; one is read")]
    [InlineData("a:\n\tb: kubeconfig-secret-token", "line 1: what begins here is no YAML")]
    [InlineData("a:\n\tb: 1\n\tc: kubeconfig-secret-token", "line 1: what begins here is no YAML")]
    [InlineData("a:\n  b: 1\n\tc: kubeconfig-secret-token", "line 2: what begins here is no YAML")]
    [InlineData("{\"token\": kubeconfig-secret-token", "what begins here is no YAML")]
    public void Parse_Refused_NamesTheLineAndNeverTheContent(string yaml, string problem)
    {
        var error = Assert.Throws<FormatException>(() => YamlReader.Parse(yaml));

        Assert.EndsWith(problem, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("line ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AliasesOfAliases_AreRefusedBeforeTheyFillTheMemory()
    {
        var laughs = "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + string.Concat(Enumerable.Range(1, 9).Select(static i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        var merges = "a0: &a0 {x: ha, y: ha}\n" + string.Concat(Enumerable.Range(1, 25).Select(static i => $"a{i}: &a{i} {{x: {{<<: *a{i - 1}}}, y: {{<<: *a{i - 1}}}}}\n"));

        Assert.Contains("more than 100000 nodes", Assert.Throws<FormatException>(() => YamlReader.Parse(laughs)).Message, StringComparison.Ordinal);
        Assert.Contains("more than 100000 nodes", Assert.Throws<FormatException>(() => YamlReader.Parse(merges)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 400)]
    public void Parse_TooDeep_IsRefusedAndDoesNotEndTheProcess(string open, int times) =>
        Assert.StartsWith("line 1: ", Assert.Throws<FormatException>(() => YamlReader.Parse(new StringBuilder().Insert(0, open, times).ToString())).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_ChainOfAliases_IsAsDeepAsItLooksExpanded() =>
        Assert.Contains("deeper than 32 levels", Assert.Throws<FormatException>(() => YamlReader.Parse("a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 40).Select(static i => $"a{i}: &a{i} [*a{i - 1}]\n")))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"a":"b","c":[1,true,null,{}],"d":{"e":[]}}""")]
    [InlineData("""{"a":"\"\\\/\b\f\n\r\t\u00e9 :#-","b:":"- x","c":1}""")]
    [InlineData("{\r\n\t\"a\": [\r\n\t\t{\r\n\t\t\t\"b\":\t\"c\"\r\n\t\t}\r\n\t],\r\n\t\"d\"\t: 1\r\n}\r\n")]
    [InlineData("""{"a":"\ud83d\ude00 😀"}""")]
    public void Parse_Json_IsTheSameTree(string json)
    {
        Assert.True(JsonNode.DeepEquals(Texts(JsonNode.Parse(json)), YamlReader.Parse(json)), Text(json));

        // Every scalar is a text to the one, and to the other not.
        static JsonNode? Texts(JsonNode? node) => node switch
        {
            JsonObject mapping => new JsonObject(mapping.Select(static one => KeyValuePair.Create(one.Key, Texts(one.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Texts)]),
            _ => node is null ? null : JsonValue.Create(node.ToString()),
        };
    }

    [Fact]
    public void Parse_JsonWithLongTexts_IsRead()
    {
        var data = new string('A', 200_000);

        Assert.Equal(data, YamlReader.Parse($$$"""{"clusters":[{"cluster":{"certificate-authority-data":"{{{data}}}"}}]}""")!["clusters"]![0]!["cluster"]!["certificate-authority-data"]!.ToString());
    }

    [Fact]
    public void Parse_MutatedText_IsReadOrRefusedButNeverAnythingElse()
    {
        const string Good = "a: &x\n- {b: \"c\\u0041\", d: [1, 'e']}\n- |\n  f\n- >-\n  g\n? h\n: !!str i # j\nk: *x\n<<: {l: m}\n--- \n%YAML 1.1\n\t@`";
        Random random = new(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(Good);
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                text = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)),
                    1 => text.Insert(at, Good.AsSpan(random.Next(Good.Length))[..1]),
                    _ => text.Insert(at, "\\U\uD800\0\u0085\u2028&*!|>%{}[],:-?"[random.Next(20)]),
                };
                text.Append(' ');
            }

            Assert.True(Record.Exception(() => YamlReader.Parse(text.ToString())) is null or FormatException, text.ToString());
        }
    }

    private static string Text(string yaml) => JsonSerializer.Serialize(YamlReader.Parse(yaml), Plain);
}
